/**
 * What works out what the list shows. It comes by import() with the first answer of the server:
 * JupyterLab starts no later for what nobody looks at yet.
 */
export { BaselineCourses } from './baselinecourse';
export { RunListing } from './list';
export { Sparks } from './sparks';
