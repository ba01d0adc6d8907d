"""Secrets: planted keys are all removed with a mark, benign text is never touched.

Keys are made up and put together here, so that no scanner takes this file for a leak.
"""

from __future__ import annotations

import cProfile
import random
import string

import pytest

from runfolio.facts.secrets import redact

RNG = random.Random(7)
ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"


def made(size: int, alphabet: str = ALNUM) -> str:
    """Random characters, among them a digit and letters of both cases where the alphabet has."""
    while True:
        text = "".join(RNG.choices(alphabet, k=size))
        if any(char.isdigit() for char in text) and any(char.isalpha() for char in text):
            return text


#: (name of the mark, key)
FORMS: list[tuple[str, str]] = [
    *(("AWS access key", head + made(16, BASE32)) for head in ("AK" + "IA", "AS" + "IA")),
    ("Google API key", "AI" + "za" + made(35)),
    ("Google OAuth token", "ya" + "29." + made(60)),
    ("Google OAuth secret", "GOC" + "SPX-" + made(28)),
    ("Azure client secret", made(3) + "8Q" + "~" + made(34)),
    *(("GitHub token", head + "_" + made(36)) for head in ("gh" + "p", "gh" + "o", "gh" + "s")),
    ("GitHub token", "github" + "_pat_" + made(22) + "_" + made(59)),
    ("GitLab token", "gl" + "pat-" + made(20)),
    ("Slack token", "xo" + "xb-" + made(12, string.digits + "a") + "-" + made(24)),
    ("Slack token", "xa" + "pp-1-" + made(11) + "-" + made(40)),
    ("Anthropic key", "sk-" + "ant-api03-" + made(95)),
    ("OpenAI key", "sk-" + "proj-" + made(48)),
    ("OpenAI key", "sk-" + made(48)),
    ("Hugging Face token", "h" + "f_" + made(34)),
    ("W&B key", "wandb" + "_v1_" + made(60)),
    ("Stripe key", "sk" + "_live_" + made(24)),
    ("Stripe key", "rk" + "_test_" + made(24)),
    ("SendGrid key", "S" + "G." + made(22) + "." + made(43)),
    ("npm token", "np" + "m_" + made(36)),
    ("PyPI token", "pypi-" + "AgE" + made(80)),
    ("Databricks token", "da" + "pi" + made(32, HEX)),
    ("Replicate token", "r" + "8_" + made(37)),
    ("Groq key", "gs" + "k_" + made(52)),
    ("Vault token", "hv" + "s." + made(60)),
    ("LangSmith key", "lsv2" + "_pt_" + made(32, HEX) + "_" + made(10, HEX)),
    ("DigitalOcean token", "dop" + "_v1_" + made(64, HEX)),
    ("Telegram token", made(9, "123456789a").replace("a", "1") + ":A" + "A" + made(33)),
    ("JSON web token", "ey" + "J" + made(30) + ".ey" + "J" + made(60) + "." + made(43)),
]
PLACES = [
    "{}", 'x = "{}"', "key={} next", "Using {} now.", '{{"k": "{}"}}', "a\n{}\nb", "login('{}')",
]


@pytest.mark.parametrize("index", range(len(FORMS)), ids=[form[0] for form in FORMS])
@pytest.mark.parametrize("place", PLACES)
def test_known_form(index: int, place: str) -> None:
    label, key = FORMS[index]
    text, count = redact(place.format(key))
    assert key not in text
    assert count == 1
    assert text == place.format(f"[removed: {label}]")


PASSWORD = "hunt" + "er2"
RANDOM = made(32)
#: (text with a secret, the secret, text of the mark)
PLANTED: list[tuple[str, str, str]] = [
    (f"postgresql://me:{PASSWORD}@db.example.org:5432/x", PASSWORD, "password in URL"),
    (f"create_engine('mysql+pymysql://root:p@ss{PASSWORD}@h/x')", PASSWORD, "password in URL"),
    (f"!git clone https://me:{RANDOM}@github.com/a/b", RANDOM, "password in URL"),
    (f"redis://:{PASSWORD}@cache:6379/0", PASSWORD, "password in URL"),
    (f'"Server=h;User Id=sa;Password={PASSWORD};Encrypt=yes"', PASSWORD, "value of Password"),
    (f'"host=h user=me password={PASSWORD} dbname=x"', PASSWORD, "value of password"),
    ("DefaultEndpointsProtocol=https;Account" + "Key=" + made(86) + "==;x", "==",
     "Azure account key"),
    (f'password = "{PASSWORD}"', PASSWORD, "value of password"),
    (f"DB_PASSWORD={PASSWORD}", PASSWORD, "value of DB_PASSWORD"),
    (f"%env DB_PASSWORD={PASSWORD}", PASSWORD, "value of DB_PASSWORD"),
    (f"conn = connect(user='a', passwd='{PASSWORD}')", PASSWORD, "value of passwd"),
    (f'{{"user": "a", "password": "{PASSWORD}"}}', PASSWORD, "value of password"),
    (f'api_key = "{RANDOM}"', RANDOM, "value of api_key"),
    (f"API_KEY: str = '{RANDOM}'", RANDOM, "value of API_KEY"),
    (f'os.environ["WANDB_API_KEY"] = "{made(40, HEX)}"', "= \"0", "value of WANDB_API_KEY"),
    (f"export MY_SECRET={RANDOM}", RANDOM, "value of MY_SECRET"),
    (f"client_secret: {RANDOM}", RANDOM, "value of client_secret"),
    (f"aws_secret_access_key = {made(40, ALNUM + '+/')}", " = a", "value of aws_secret_access"),
    (f"os.getenv('AUTH_TOKEN', '{RANDOM}')", RANDOM, "value of AUTH_TOKEN"),
    (f"!train --api-key {RANDOM} --epochs 3", RANDOM, "value of api-key"),
    (f"!train --token={RANDOM}", RANDOM, "value of token"),
    (f"apiKey: '{RANDOM}'", RANDOM, "value of apiKey"),
    (f"headers = {{'Authorization': 'Bearer {RANDOM}'}}", RANDOM, "authorization header"),
    (f"Authorization: Basic {made(24)}==", "==", "authorization header"),
    (f"wandb login {made(40, HEX)}", "login 0", "W&B key"),
]


@pytest.mark.parametrize(("text", "secret", "mark"), PLANTED, ids=[item[2] for item in PLANTED])
def test_planted(text: str, secret: str, mark: str) -> None:
    clean, count = redact(text)
    assert count == 1, clean
    assert f"[removed: {mark}" in clean
    assert secret not in clean
    assert redact(clean) == (clean, 0), "a mark is no secret"


def pem(kind: str, end: bool = True) -> str:
    """A made-up key block."""
    name = f"{kind} PRIVATE KEY".strip()
    body = "\n".join(made(64, ALNUM + "+/") for _ in range(6))
    return f"-----BEGIN {name}-----\n{body}\n" + (f"-----END {name}-----" if end else "")


@pytest.mark.parametrize("kind", ["", "RSA", "EC", "OPENSSH", "ENCRYPTED"])
def test_pem_block(kind: str) -> None:
    clean, count = redact(f"key:\n{pem(kind)}\nloss: 0.3\n")
    assert (clean, count) == ("key:\n[removed: private key]\nloss: 0.3\n", 1)
    escaped = pem(kind).replace("\n", "\\n")
    assert redact(f'k = "{escaped}"')[0] == 'k = "[removed: private key]"'


def test_pem_block_without_an_end() -> None:
    clean, count = redact(f"{pem('RSA', end=False)}\nTraceback: x")
    assert count == 1
    assert clean.startswith("[removed: private key]")
    assert clean.endswith(": x")


BENIGN = [
    "max_tokens = 4096", "use_cls_token=True", "num_memory_tokens: 16", "cls_token = '[CLS]'",
    "tokenizer = AutoTokenizer.from_pretrained('bert-base-uncased')", "pad_token='<pad>'",
    "tokenizer.pad_token = tokenizer.eos_token", "token = tokens[0]", "token: hello",
    "for token in doc:\n    print(token.text, token.pos_)", "eos_token_id=50256",
    "num_tokens = 123456789012345678", "token_type_ids = [0, 0, 1]", "next_token = logits.argmax()",
    "special_tokens_map.json: 100%|##########| 112/112 [00:00<00:00, 24.1kB/s]",
    "api_key = os.environ['API_KEY']", "api_key = os.getenv('OPENAI_API_KEY')",
    "api_key = 'YOUR_API_KEY_1234567890'", "api_key='<your key>'", "API_KEY=${API_KEY}",
    "password = getpass.getpass()", "password = getpass('Password: ')", "Password: ········",
    "connect(user=user, password=password)", "connect(host=host, user=user, password=pw1)",
    "def login(user: str, password: str = None) -> bool:", "password=None", 'password = ""',
    "password: required", "secret = load_secret('name')", "SECRET_KEY = config['secret_key']",
    "the secret is to use a smaller learning rate 0.0001", "secret_santa = 'alice and bob 123'",
    "df['key'] = df['a'] + df['b']", "key = 'sepal_length_2'", "sort_key='accuracy_2024_01'",
    "dict(key='aB3dE5fG7hJ9kL1mN')", "primary_key = 'id'", "foreign_key = 'user_id_0000123'",
    "keys = ['a1b2c3d4e5f6', 'x']", "PRNGKey(0)", "key, subkey = jax.random.split(key)",
    "https://example.org/a:b@c", "https://example.org/path?token=abc", "git@github.com:a/b.git",
    "ssh://git@github.com/a/b", "postgresql://user@host/db", "s3://bucket/key/part-0001.parquet",
    "postgres://{user}:{password}@{host}/x", "postgres://me:$PASSWORD@h/x", "http://a:8888/lab",
    "postgres://user:<password>@h/x", "sk-learn-2024-tutorial", "risk-adjusted", "task-0123456789",
    "disk-usage: 45%", "sk-learn", "commit 3f2c1b0a9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "model.safetensors: 100% 440M/440M", "Epoch 1/10 - loss: 0.3", "hf_hub_download(repo_id='a/b')",
    "hf_model = 'meta-llama/Llama-2-7b-chat-hf'", "pass", "forward_pass = 'first'",
    "UUID('12345678-1234-5678-1234-567812345678')", "data:image/png;base64,iVBORw0KGgoAAAANS",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
    "AKIAIOSFODNN7" + "EXAMPLE", "ASIAN_POPULATION = 4_700_000_000", "AIzawa", "gh_pages",
    "eyJhbGciOi", "ghp_short", "tokens per second: 1234.5", "access_token_url = '/oauth/token'",
    "token_path = '/home/me/.cache/token'", "credentials = 'service-account-1.json'",
    "password_hash_rounds = 12", "key_size=2048", "api_key_header = 'X-API-Key-Name-1'",
    "secret_word = input('Secret word? ')", "TOKEN_PATTERN = r'(?u)\\b\\w\\w+\\b'",
    "token_pattern='[a-z]{2,15}0123456789'", "Bearer token required", "basic characteristics",
    "authorization: required", "the bearer of good news", "n_tokens=0123456789abcdef",
    "CountVectorizer(token_pattern='(?u)\\\\b\\\\w+\\\\b', tokenizer=None)",
    "'password' in df.columns", "df[['user', 'password']].head()", "['user', 'password', 'email']",
    "['NSURLCredential', 'NSURLCredentialStorage', 'NSURLConnectionDelegate']",
]


@pytest.mark.parametrize("text", BENIGN)
def test_benign(text: str) -> None:
    assert redact(text) == (text, 0)


def test_a_key_beside_words_of_tokens_is_found() -> None:
    text = f"max_tokens = 100\ntoken = '{RANDOM}'\npad_token = '<pad>'\n"
    assert redact(text) == (text.replace(RANDOM, "[removed: value of token]"), 1)


def test_several_secrets_each_have_their_mark() -> None:
    text = f"a = '{FORMS[0][1]}'\npostgres://u:{PASSWORD}@h/x\n{pem('RSA')}\nok\n"
    clean, count = redact(text)
    assert count == 3
    assert clean == (
        "a = '[removed: AWS access key]'\npostgres://u:[removed: password in URL]@h/x\n"
        "[removed: private key]\nok\n"
    )


def test_letters_that_grow_in_lower_case_shift_nothing() -> None:
    text = f"İİİ api_key = '{RANDOM}' İ"
    assert redact(text) == ("İİİ api_key = '[removed: value of api_key]' İ", 1)


@pytest.mark.parametrize("text", [
    f"client_secret: {RANDOM}DB_PASSWORD={PASSWORD} x", f"passwd, DB_PASSWORD={PASSWORD}",
    f"password: /run/DB_PASSWORD={PASSWORD}", f"token = api_key = '{RANDOM}'",
    f"password2 = '{PASSWORD}'", f"smtp_passcode='{PASSWORD}'", f"日本 password = '{PASSWORD}'",
])
def test_a_value_that_holds_a_name_hides_no_secret(text: str) -> None:
    clean, count = redact(text)
    assert count >= 1
    assert PASSWORD not in clean
    assert RANDOM not in clean


#: Texts in which every part looks like the begin of a secret.
NESTED = [
    "token=", 'password="', "api_key: str = ", "://a:", "x;password=abcd1;", "sk-proj-a", "SG.a.",
    "eyJaaaaaaaaaaaa.eyJ", "aaa3Q~", "12345678:AA", "-----BEGIN RSA PRIVATE KEY-----", "Bearer a1",
    "wandb login ", "--token ", "key_", "authorization:bearer ", "password" + " " * 20, "&sig=a",
]


@pytest.mark.parametrize("part", NESTED)
def test_the_work_grows_with_the_length_of_the_text(part: str) -> None:
    # Counted, not timed: what is asked of Python for ten times the text is ten times as much.
    calls = [_calls(part * times) for times in (40, 400)]
    assert calls[1] <= 12 * calls[0] + 400


def _calls(text: str) -> int:
    """How many functions of the package and of C redact calls."""
    profile = cProfile.Profile()
    profile.runcall(redact, text)
    return sum(entry.callcount for entry in profile.getstats())


def test_any_text_is_taken() -> None:
    rng = random.Random(3)
    pieces = ["token", "=", '"', "'", "://", ":", "@", "sk-", "AKIA", "eyJ", ".", "\n", "key",
              "password", "-----BEGIN RSA PRIVATE KEY-----", "\ud800", "é", " ", "a1B2c3D4e5F6g7H8",
              "--"]
    for _ in range(2000):
        text = "".join(rng.choices(pieces, k=rng.randint(0, 30)))
        clean, count = redact(text)
        assert (count == 0) == (clean == text)
