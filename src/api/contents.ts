import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What outputs of steps refer to by digest: bytes that nobody trusts. */
export class ContentStore {
  constructor(
    private readonly _settings: ServerConnection.ISettings = ServerConnection.makeSettings()
  ) {}

  /** Address of a content; only raster images are shown by a browser there. */
  url(digest: string, stepId: string): string {
    const name = encodeURIComponent(digest);
    const address = ['runfolio', 'api', 'contents', name];
    const query = URLExt.objectToQueryString({ step: stepId });
    return URLExt.join(this._settings.baseUrl, ...address) + query;
  }

  /** Its bytes as text. Rejects where they are not to be had. */
  async text(digest: string, stepId: string): Promise<string> {
    const url = this.url(digest, stepId);
    const answer = await ServerConnection.makeRequest(url, {}, this._settings);
    if (!answer.ok) {
      throw new ServerConnection.ResponseError(answer);
    }
    return answer.text();
  }
}
