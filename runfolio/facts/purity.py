"""What is known to change nothing: the vocabulary that looks and params share (pure data, lookups).

Names are judged by the module they come from: `imports` maps an alias to `module` or
`module.name`; what it does not know is taken by the usual aliases. An alias mapped to "" is a
name of the notebook's own, of which nothing is known. Anything not listed here is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Modules that draw; every call of theirs is drawing, except _NO_DRAWING.
PLOT_MODULES = _words("""
matplotlib seaborn plotly altair bokeh hvplot holoviews plotnine pylab mpl_toolkits missingno
graphviz pandas.plotting chart_studio
""")
_NO_DRAWING = _words("load_dataset imread get_test_data FuncAnimation ArtistAnimation DynamicMap")
_NO_DRAWING_IN = ("matplotlib.animation", "plotly.data", "plotly.express.data", "bokeh.io.curdoc")

#: Functions that change nothing, by module; "*" stands for all of the module's own.
PURE_FUNCTIONS: Mapping[str, frozenset[str]] = {
    "sklearn.metrics": _words("*"),
    "sklearn.metrics.pairwise": _words("*"),
    "sklearn.tree": _words("plot_tree export_text"),
    "sklearn": _words("set_config show_versions"),
    "math": _words("*"),
    "statistics": _words("*"),
    "platform": _words("*"),
    "pprint": _words("*"),
    "IPython.display": _words("display HTML Image Markdown SVG Latex Math Code JSON Pretty"),
    "itertools": _words("chain product combinations permutations zip_longest repeat"),
    "collections": _words("Counter"),
    "json": _words("dumps"),
    "os": _words("getcwd listdir cpu_count"),
    "os.path": _words("exists join basename dirname getsize isfile isdir abspath splitext"),
    "sys": _words("getsizeof"),
    "time": _words("time perf_counter ctime strftime"),
    "warnings": _words("filterwarnings simplefilter catch_warnings"),
    "torch": _words("""
        no_grad inference_mode set_printoptions is_tensor numel allclose equal isnan isfinite
        argmax argmin max min mean sum std unique bincount norm"""),
    "torch.cuda": _words("is_available device_count get_device_name memory_allocated"),
    "tensorflow": _words("reduce_mean reduce_sum reduce_max reduce_min shape argmax"),
    "tensorflow.config": _words("list_physical_devices"),
    "numpy.linalg": _words("norm det inv matrix_rank cond eigvals eigvalsh svd"),
    "pandas": _words("""
        DataFrame Series Index MultiIndex Categorical Timestamp Timedelta Interval concat crosstab
        merge pivot_table get_dummies cut qcut to_datetime to_numeric isna isnull notna notnull
        unique value_counts date_range melt json_normalize factorize set_option reset_option
        get_option option_context describe_option show_versions"""),
}

#: Of numpy all is pure but this (and what is within other modules of it).
_NUMPY_IMPURE = _words("""
random save savez savez_compressed savetxt load loadtxt genfromtxt fromfile memmap put
put_along_axis putmask place copyto fill_diagonal seterr seterrcall setbufsize vectorize frompyfunc
apply_along_axis apply_over_axes piecewise fromfunction fromiter nditer
""")

#: Pandas functions that only build or show a table: never params either.
TABLE_FUNCTIONS = _words("""
DataFrame Series Index MultiIndex Categorical Timestamp Timedelta Interval concat crosstab
date_range to_datetime to_numeric isna isnull notna notnull set_option reset_option get_option
option_context unique value_counts
""")

BUILTINS = _words("""
abs all any ascii bin bool bytes callable chr complex dict dir divmod enumerate filter float format
frozenset getattr hasattr hash help hex id int isinstance issubclass len list locals globals vars
map max min oct ord pow print range repr reversed round set slice sorted str sum tuple type zip
display
""")

#: Builtins that change something: never a look, and never params.
_IMPURE_BUILTINS = _words("input next open exec eval setattr delattr iter super compile exit quit")
ALL_BUILTINS = BUILTINS | _IMPURE_BUILTINS

#: Methods that draw or save a picture, whatever they are called on.
PLOT_METHODS = _words("""
plot hist boxplot scatter barh kde hexbin imshow matshow contour contourf errorbar fill_between
violinplot hlines vlines axhline axvline axhspan axvspan axline annotate legend colorbar clabel
pcolormesh pcolor quiver streamplot plot_surface plot_wireframe scatter3D plot3D specgram stackplot
eventplot add_patch add_artist add_subplot subplots add_axes add_gridspec twinx twiny inset_axes
get_xlim get_ylim get_xticklabels get_yticklabels get_legend_handles_labels suptitle supxlabel
supylabel tight_layout subplots_adjust autofmt_xdate savefig show set_title set_xlabel set_ylabel
set_zlabel set_xlim set_ylim set_zlim set_xticks set_yticks set_xticklabels set_yticklabels
set_xscale set_yscale set_axis_off set_axis_on set_size_inches set_titles set_axis_labels
tick_params invert_xaxis invert_yaxis bar_label ticklabel_format update_layout update_traces
update_xaxes update_yaxes add_trace add_traces add_hline add_vline add_annotation add_hrect
add_vrect write_image map_dataframe map_diag map_upper map_lower add_legend set_ticks
set_ticklabels set_major_formatter set_major_locator despine background_gradient highlight_max
highlight_min highlight_null set_caption from_estimator from_predictions mark_line mark_bar
mark_point mark_circle mark_area mark_rect encode
""")

#: Methods that draw on what is called as figures and axes are (ax, fig, axes[0], df.plot) only.
AXES_METHODS = _words("""
bar pie line area density box fill step stem text grid table arrow get_figure draw clear cla
axis margins autoscale relim set set_aspect set_facecolor set_visible set_position set_dpi
set_label set_color set_linewidth set_alpha set_bounds set_prop_cycle flatten ravel
""")


def is_axes_name(name: str) -> bool:
    """True for the names that figures and axes have: ax, ax2, axes, axs, fig, figure, fig_loss."""
    stem = name.rstrip("0123456789").split("_")[0]
    return stem in ("ax", "axs", "axes", "axis", "fig", "figure", "cbar", "subfig")


#: Methods of anything else that are known to change nothing.
PURE_METHODS = _words("""
head tail describe info mean median mode std var sum min max prod count nunique unique value_counts
quantile corr cov corrwith skew kurt sem mad idxmax idxmin argmax argmin argsort abs round cumsum
cumprod cummax cummin diff pct_change shift rank clip any all isna isnull notna notnull isin
between duplicated memory_usage nlargest nsmallest sort_values sort_index groupby get_group agg
aggregate rolling expanding resample query select_dtypes drop dropna drop_duplicates fillna ffill
bfill astype reset_index set_index reindex rename merge join pivot pivot_table melt stack unstack
explode transpose squeeze reshape ravel flatten swapaxes nonzero dot trace take where mask assign
to_numpy to_list tolist to_dict to_frame to_string to_html to_markdown to_latex to_records copy
replace equals xs iterrows itertuples items keys values keys apply map applymap filter cat
upper lower strip lstrip rstrip split rsplit splitlines join startswith endswith find rfind index
format title capitalize center ljust rjust zfill encode decode isdigit isalpha isnumeric partition
contains extract findall len get_params get_feature_names_out get_feature_names get_support
get_booster get_score get_depth get_n_leaves get_weights get_config get_n_splits
score predict predict_proba predict_log_proba decision_function score_samples staged_predict
evaluate transform inverse_transform kneighbors summary count_params
parameters named_parameters modules named_modules children named_children state_dict numel size
dim item cpu detach numpy float double half long int bool type ndimension element_size is_contiguous
permute view unsqueeze expand softmax sigmoid argwhere topk norm total_seconds isoformat strftime
weekday date time year tobytes hexdigest union intersection difference issubset issuperset
toarray todense getnnz
""")

#: Pure methods whose settings matter all the same: their keywords are params.
COUNTED_METHODS = _words("predict predict_proba score evaluate transform inverse_transform")

#: Plotting calls that give a figure, axes or what is drawn on them: their value may be named.
FIGURE_MAKERS = _words("""
figure subplots subplot subplot_mosaic subplot2grid axes gca gcf twinx twiny add_subplot add_axes
add_gridspec inset_axes plot scatter bar barh pie imshow matshow contour contourf pcolormesh
colorbar legend text annotate title suptitle from_estimator from_predictions plot_tree area line
""")

#: Containers' methods that change them in place.
MUTATORS = _words("""
append extend insert remove pop clear sort reverse update setdefault popitem add discard
appendleft extendleft popleft rotate
""")

_METRICS = """
accuracy_score balanced_accuracy_score precision_score recall_score f1_score fbeta_score
roc_auc_score roc_curve average_precision_score precision_recall_curve log_loss brier_score_loss
confusion_matrix multilabel_confusion_matrix classification_report cohen_kappa_score
matthews_corrcoef jaccard_score hamming_loss zero_one_loss hinge_loss top_k_accuracy_score
precision_recall_fscore_support mean_squared_error root_mean_squared_error mean_absolute_error
median_absolute_error mean_absolute_percentage_error mean_squared_log_error r2_score
explained_variance_score max_error silhouette_score adjusted_rand_score auc
normalized_mutual_info_score davies_bouldin_score calinski_harabasz_score pairwise_distances
ConfusionMatrixDisplay RocCurveDisplay PrecisionRecallDisplay DetCurveDisplay PredictionErrorDisplay
"""

_MODULES = """
os sys random torch keras json time math warnings shutil subprocess pickle joblib sklearn scipy
xgboost lightgbm catboost mlflow wandb optuna matplotlib seaborn plotly altair numpy pandas platform
logging pathlib glob re collections itertools functools datetime gc statistics tensorflow
statsmodels requests urllib socket threading multiprocessing asyncio copy tempfile csv sqlite3 yaml
"""

#: Aliases by which everybody imports a module, for notebooks whose imports were not seen.
USUAL_ALIASES: Mapping[str, str] = {
    **{name: name for name in _MODULES.split()},
    **{name: "sklearn.metrics." + name for name in _METRICS.split()},
    "plt": "matplotlib.pyplot", "mpl": "matplotlib", "sns": "seaborn", "px": "plotly.express",
    "go": "plotly.graph_objects", "alt": "altair", "hv": "holoviews", "np": "numpy",
    "pd": "pandas", "metrics": "sklearn.metrics", "tf": "tensorflow", "xgb": "xgboost",
    "lgb": "lightgbm", "nn": "torch.nn", "F": "torch.nn.functional", "optim": "torch.optim",
    "sm": "statsmodels.api", "cv2": "cv2", "dt": "datetime", "plot_tree": "sklearn.tree.plot_tree",
    "pprint": "pprint.pprint", "widgets": "ipywidgets", "Counter": "collections.Counter",
}  # fmt: skip


def origin(path: Sequence[str], imports: Mapping[str, str]) -> str | None:
    """The full dotted name of what `path` means: None where its root is no imported name."""
    root = imports.get(path[0])
    if root is None:
        root = USUAL_ALIASES.get(path[0])
    if not root:
        return None
    return ".".join([root, *path[1:]])


def _within(name: str, modules: frozenset[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:end]) in modules for end in range(1, len(parts) + 1))


def is_drawing(name: str) -> bool:
    """True when the full dotted name is a function or class that draws."""
    if not _within(name, PLOT_MODULES) or name.rsplit(".", 1)[-1] in _NO_DRAWING:
        return False
    return not any(name == part or name.startswith(part + ".") for part in _NO_DRAWING_IN)


def is_pure(name: str) -> bool:
    """True when calling what the full dotted name says is known to change nothing."""
    if is_drawing(name):
        return True
    module, _, function = name.rpartition(".")
    if module == "numpy":
        return function not in _NUMPY_IMPURE
    if module == "sklearn.metrics" or module.startswith("sklearn.metrics."):
        return True
    known = PURE_FUNCTIONS.get(module)
    return known is not None and (function in known or "*" in known)
