"""The notebooks that the edit sessions are played over: cells, other versions of some, renames.

Those of DEVELOPING and of SCORED share no cell, so that what was tuned on the one half is scored
on code that it has never seen.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A notebook: its cells top to bottom, cells rewritten by half, two very similar ones, and a
    name that is renamed over all cells."""

    cells: tuple[str, ...]
    rewrites: dict[int, str]
    similar: tuple[int, int]
    rename: tuple[str, str]


TABULAR = Source(
    cells=(
        "import numpy as np\nimport pandas as pd\nfrom sklearn.ensemble import "
        "RandomForestClassifier, GradientBoostingClassifier\nfrom sklearn.metrics import "
        "accuracy_score, roc_auc_score\nfrom sklearn.model_selection import train_test_split",
        "SEED = 42\nnp.random.seed(SEED)",
        "df = pd.read_csv('data/churn.csv')\nprint(df.shape)\ndf.head()",
        "df.isna().sum()",
        "df['tenure_months'] = df['tenure_months'].fillna(df['tenure_months'].median())\n"
        "df['contract'] = df['contract'].astype('category').cat.codes\n"
        "df = df.drop(columns=['customer_id', 'phone'])",
        "y = df.pop('churned')\nX_train, X_test, y_train, y_test = train_test_split(\n"
        "    df, y, test_size=0.2, random_state=SEED, stratify=y)",
        "forest = RandomForestClassifier(n_estimators=100, max_depth=8, random_state=SEED)\n"
        "forest.fit(X_train, y_train)\nprint('accuracy:', accuracy_score(y_test, "
        "forest.predict(X_test)))",
        "boost = GradientBoostingClassifier(n_estimators=100, max_depth=3, random_state=SEED)\n"
        "boost.fit(X_train, y_train)\nprint('accuracy:', accuracy_score(y_test, "
        "boost.predict(X_test)))",
        "auc = roc_auc_score(y_test, forest.predict_proba(X_test)[:, 1])\nprint(f'auc: {auc:.3f}')",
        "pd.Series(forest.feature_importances_, index=df.columns).sort_values().plot.barh()",
    ),
    rewrites={
        4: "df['tenure_months'] = df['tenure_months'].fillna(0)\n"
           "df = pd.get_dummies(df, columns=['contract', 'payment_method'])\n"
           "df = df.drop(columns=['customer_id', 'phone'])\n"
           "df['charge_per_month'] = df['total_charges'] / df['tenure_months'].clip(lower=1)",
        8: "proba = forest.predict_proba(X_test)[:, 1]\nauc = roc_auc_score(y_test, proba)\n"
           "top = np.argsort(proba)[-100:]\nprint(f'auc: {auc:.3f}, precision at 100: "
           "{y_test.iloc[top].mean():.3f}')",
    },
    similar=(6, 7), rename=("df", "customers"))

IMAGES = Source(
    cells=(
        "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import "
        "layers\nprint(tf.__version__)",
        "BATCH = 64\nEPOCHS = 5\nLR = 1e-3",
        "(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()\n"
        "x_train = x_train[..., None] / 255.0\nx_test = x_test[..., None] / 255.0",
        "plt.figure(figsize=(8, 8))\nfor i in range(25):\n    plt.subplot(5, 5, i + 1)\n"
        "    plt.imshow(x_train[i, ..., 0], cmap='gray')\n    plt.axis('off')",
        "def build(filters, dropout):\n    return keras.Sequential([\n"
        "        layers.Input((28, 28, 1)),\n"
        "        layers.Conv2D(filters, 3, activation='relu'),\n        layers.MaxPooling2D(),\n"
        "        layers.Conv2D(2 * filters, 3, activation='relu'),\n"
        "        layers.MaxPooling2D(),\n        layers.Flatten(),\n"
        "        layers.Dropout(dropout),\n        layers.Dense(10, activation='softmax')])",
        "small = build(16, 0.2)\nsmall.compile(keras.optimizers.Adam(LR), "
        "'sparse_categorical_crossentropy', metrics=['accuracy'])\n"
        "small_history = small.fit(x_train, y_train, batch_size=BATCH, epochs=EPOCHS, "
        "validation_split=0.1)",
        "large = build(64, 0.4)\nlarge.compile(keras.optimizers.Adam(LR), "
        "'sparse_categorical_crossentropy', metrics=['accuracy'])\n"
        "large_history = large.fit(x_train, y_train, batch_size=BATCH, epochs=EPOCHS, "
        "validation_split=0.1)",
        "for name, model in [('small', small), ('large', large)]:\n"
        "    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)\n"
        "    print(f'{name} accuracy: {accuracy:.4f}')",
        "pd.DataFrame(small_history.history).plot()",
        "large.save('models/large.keras')",
    ),
    rewrites={
        4: "def build(filters, dropout, depth=2):\n    model = keras.Sequential([layers.Input("
           "(28, 28, 1))])\n    for level in range(depth):\n"
           "        model.add(layers.Conv2D(filters * 2 ** level, 3, activation='relu'))\n"
           "        model.add(layers.BatchNormalization())\n"
           "        model.add(layers.MaxPooling2D())\n    model.add(layers.Flatten())\n"
           "    model.add(layers.Dropout(dropout))\n"
           "    model.add(layers.Dense(10, activation='softmax'))\n    return model",
        7: "scores = {}\nfor name, model in [('small', small), ('large', large)]:\n"
           "    predicted = model.predict(x_test).argmax(axis=1)\n"
           "    scores[name] = (predicted == y_test).mean()\n"
           "    print(f'{name} accuracy: {scores[name]:.4f}')",
    },
    similar=(5, 6), rename=("x_train", "train_images"))

EXPLORING = Source(
    cells=(
        "%matplotlib inline\nimport pandas as pd\nimport seaborn as sns",
        "trips = pd.read_parquet('trips.parquet')\ntrips.describe()",
        "trips = trips[(trips.distance > 0) & (trips.distance < 100)]\n"
        "trips = trips[trips.fare.between(2.5, 250)]\nlen(trips)",
        "trips['hour'] = trips.pickup.dt.hour\ntrips['weekday'] = trips.pickup.dt.dayofweek\n"
        "trips['minutes'] = (trips.dropoff - trips.pickup).dt.total_seconds() / 60",
        "trips.groupby('hour').fare.mean().plot(title='fare by hour')",
        "trips.groupby('weekday').fare.mean().plot(title='fare by weekday')",
        "sns.scatterplot(data=trips.sample(1000), x='distance', y='fare', hue='hour')",
        "features = ['distance', 'minutes', 'hour', 'weekday']\n"
        "from sklearn.linear_model import Ridge\nmodel = Ridge(alpha=1.0)\n"
        "model.fit(trips[features], trips.fare)\n"
        "print('r2:', model.score(trips[features], trips.fare))",
        "residuals = trips.fare - model.predict(trips[features])\nresiduals.abs().describe()",
    ),
    rewrites={
        2: "outside = (trips.distance <= 0) | (trips.distance > 80) | ~trips.fare.between(3, 200)\n"
           "print('removed:', outside.sum())\ntrips = trips[~outside]\nlen(trips)",
        7: "features = ['distance', 'minutes', 'hour', 'weekday', 'passengers']\n"
           "from sklearn.linear_model import HuberRegressor\n"
           "model = HuberRegressor(epsilon=1.35, max_iter=500)\n"
           "model.fit(trips[features], trips.fare)\n"
           "print('r2:', model.score(trips[features], trips.fare))",
    },
    similar=(4, 5), rename=("trips", "rides"))

TEXTS = Source(
    cells=(
        "from collections import Counter\nimport joblib\nimport spacy\nfrom "
        "sklearn.feature_extraction.text import TfidfVectorizer\nfrom sklearn.linear_model import "
        "LogisticRegression\nfrom sklearn.svm import LinearSVC",
        "# Settings\nmin_count = 3\nngrams = (1, 2)\nC = 0.5",
        "with open('reviews.jsonl') as lines:\n    reviews = [json.loads(line) for line in lines]\n"
        "texts = [review['text'] for review in reviews]\n"
        "labels = [review['stars'] > 3 for review in reviews]",
        "Counter(labels)",
        "def clean(text):\n    text = re.sub(r'<[^>]+>', ' ', text.lower())\n"
        "    return re.sub(r'[^a-z ]', '', text)\n\ntexts = [clean(text) for text in texts]",
        "vectorizer = TfidfVectorizer(min_df=min_count, ngram_range=ngrams)\n"
        "vectors = vectorizer.fit_transform(texts)\nprint('vocabulary:', len("
        "vectorizer.vocabulary_))",
        "logistic = LogisticRegression(C=C, max_iter=1000)\n"
        "logistic_scores = cross_val_score(logistic, vectors, labels, cv=5, scoring='f1')\n"
        "print(f'f1: {logistic_scores.mean():.3f} ± {logistic_scores.std():.3f}')",
        "machine = LinearSVC(C=C, max_iter=5000)\n"
        "machine_scores = cross_val_score(machine, vectors, labels, cv=5, scoring='f1')\n"
        "print(f'f1: {machine_scores.mean():.3f} ± {machine_scores.std():.3f}')",
        "logistic.fit(vectors, labels)\nwords = vectorizer.get_feature_names_out()\n"
        "strongest = logistic.coef_[0].argsort()[-20:]\nprint([words[i] for i in strongest])",
        "joblib.dump((vectorizer, logistic), 'sentiment.joblib')",
    ),
    rewrites={
        4: "nlp = spacy.load('en_core_web_sm', disable=['ner', 'parser'])\n\n"
           "def clean(text):\n    document = nlp(re.sub(r'<[^>]+>', ' ', text.lower()))\n"
           "    return ' '.join(token.lemma_ for token in document if token.is_alpha)\n\n"
           "texts = [clean(text) for text in texts]",
        8: "logistic.fit(vectors, labels)\nwords = vectorizer.get_feature_names_out()\n"
           "table = pd.DataFrame({'word': words, 'weight': logistic.coef_[0]})\n"
           "table.sort_values('weight').tail(20)",
    },
    similar=(6, 7), rename=("texts", "documents"))

SERIES = Source(
    cells=(
        "import torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader, "
        "TensorDataset\ndevice = 'cuda' if torch.cuda.is_available() else 'cpu'",
        "window, horizon = 48, 12\nhidden = 64\nepochs = 10\nlr = 3e-4",
        "load = np.load('load.npy')\nmean, std = load[:8000].mean(), load[:8000].std()\n"
        "load = (load - mean) / std",
        "plt.plot(load[:500])",
        "def windows(series):\n    x, y = [], []\n    for start in range(len(series) - window - "
        "horizon):\n        x.append(series[start:start + window])\n"
        "        y.append(series[start + window:start + window + horizon])\n"
        "    return torch.tensor(np.array(x)).float(), torch.tensor(np.array(y)).float()",
        "train_loader = DataLoader(TensorDataset(*windows(load[:8000])), batch_size=128, "
        "shuffle=True)\nvalid_loader = DataLoader(TensorDataset(*windows(load[8000:])), "
        "batch_size=256)",
        "class Forecaster(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.rnn = nn.GRU(1, hidden, batch_first=True)\n"
        "        self.head = nn.Linear(hidden, horizon)\n\n    def forward(self, x):\n"
        "        _, state = self.rnn(x.unsqueeze(-1))\n        return self.head(state[-1])",
        "model = Forecaster().to(device)\noptimizer = torch.optim.Adam(model.parameters(), lr=lr)\n"
        "for epoch in range(epochs):\n    model.train()\n    for x, y in train_loader:\n"
        "        loss = nn.functional.mse_loss(model(x.to(device)), y.to(device))\n"
        "        optimizer.zero_grad()\n        loss.backward()\n        optimizer.step()\n"
        "    print(f'epoch {epoch} loss {loss.item():.4f}')",
        "model.eval()\nwith torch.no_grad():\n    errors = [(model(x.to(device)).cpu() - y).abs()"
        ".mean() for x, y in valid_loader]\nprint('valid mae:', float(torch.stack(errors).mean()))",
        "model.eval()\nwith torch.no_grad():\n    errors = [(model(x.to(device)).cpu() - y).abs()"
        ".mean() for x, y in train_loader]\nprint('train mae:', float(torch.stack(errors).mean()))",
        "torch.save(model.state_dict(), 'forecaster.pt')",
    ),
    rewrites={
        6: "class Forecaster(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
           "        layer = nn.TransformerEncoderLayer(hidden, 4, batch_first=True)\n"
           "        self.embed = nn.Linear(1, hidden)\n"
           "        self.encoder = nn.TransformerEncoder(layer, 2)\n"
           "        self.head = nn.Linear(hidden, horizon)\n\n    def forward(self, x):\n"
           "        return self.head(self.encoder(self.embed(x.unsqueeze(-1))).mean(1))",
        2: "frame = pd.read_csv('load.csv', parse_dates=['time'], index_col='time')\n"
           "load = frame['mw'].resample('30min').mean().interpolate().to_numpy()\n"
           "mean, std = load[:8000].mean(), load[:8000].std()\nload = (load - mean) / std",
    },
    similar=(8, 9), rename=("load", "demand"))

TRIALS = Source(
    cells=(
        "library(tidyverse)\nlibrary(broom)\nlibrary(randomForest)",
        "trial <- read_csv('trial.csv')\nglimpse(trial)",
        "trial <- trial %>%\n  filter(!is.na(outcome), age >= 18) %>%\n"
        "  mutate(bmi = weight / (height / 100)^2, arm = factor(arm))",
        "trial %>% count(arm, outcome)",
        "ggplot(trial, aes(age, bmi, colour = arm)) + geom_point(alpha = 0.4)",
        "set.seed(7)\nrows <- sample(nrow(trial), 0.8 * nrow(trial))\ntrain <- trial[rows, ]\n"
        "test <- trial[-rows, ]",
        "linear <- glm(outcome ~ age + bmi + arm, data = train, family = binomial)\n"
        "linear_auc <- auc(test$outcome, predict(linear, test, type = 'response'))\n"
        "cat('auc:', linear_auc, '\\n')",
        "forest <- randomForest(factor(outcome) ~ age + bmi + arm, data = train, ntree = 500)\n"
        "forest_auc <- auc(test$outcome, predict(forest, test, type = 'prob')[, 2])\n"
        "cat('auc:', forest_auc, '\\n')",
        "tidy(linear, exponentiate = TRUE, conf.int = TRUE)",
    ),
    rewrites={
        2: "trial <- trial %>%\n  drop_na(outcome) %>%\n  filter(between(age, 18, 85)) %>%\n"
           "  mutate(bmi = weight / (height / 100)^2, arm = factor(arm),\n"
           "         age_group = cut(age, c(17, 40, 60, 85)))",
        6: "linear <- glm(outcome ~ splines::ns(age, 3) + log(bmi) * arm, data = train, "
           "family = binomial)\nlinear_auc <- auc(test$outcome, predict(linear, test, "
           "type = 'response'))\nprint(summary(linear))\ncat('auc:', linear_auc, '\\n')",
    },
    similar=(6, 7), rename=("trial", "patients"))

DEVELOPING = (TABULAR, IMAGES, EXPLORING)
SCORED = (TEXTS, SERIES, TRIALS)

#: Cells that come from elsewhere: an answer of a forum, another notebook, a scratch.
PASTED = {
    "developing": (
        "from IPython.display import display, HTML\ndisplay(HTML('<style>.container { width:95%; "
        "}</style>'))",
        "def reduce_memory(frame):\n    for column in frame.select_dtypes('float64'):\n"
        "        frame[column] = frame[column].astype('float32')\n    return frame",
        "%%time\nfrom joblib import Parallel, delayed\nresults = Parallel(n_jobs=4)(delayed(pow)"
        "(i, 2) for i in range(10))",
        "gc.collect()", "!nvidia-smi",
    ),
    "scored": (
        "import warnings\nwarnings.filterwarnings('ignore')",
        "def timed(function):\n    @functools.wraps(function)\n    def inner(*args, **kwargs):\n"
        "        start = time.perf_counter()\n        answer = function(*args, **kwargs)\n"
        "        print(function.__name__, time.perf_counter() - start)\n        return answer\n"
        "    return inner",
        "os.environ['TOKENIZERS_PARALLELISM'] = 'false'",
        "!free -h", "sorted(globals())[:10]",
    ),
}
