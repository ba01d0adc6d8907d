"""Secrets that are known by their own form: keys and tokens with a prefix, JWT, addresses.

Most forms begin a word: one scan finds the long words of a text, and only where one begins like a
form is that form tried. The others are looked for by a literal in them. So a text without secrets
costs a few scans in C, whatever it consists of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class WordRule(NamedTuple):
    """A form that begins a word of letters, digits, `_` and `-`."""

    label: str
    beginnings: tuple[str, ...]
    pattern: re.Pattern[str]


class LiteralRule(NamedTuple):
    """A form that is found by a literal; group 1, where there is one, is what is removed."""

    label: str
    literal: str
    pattern: re.Pattern[str]
    """Begins with the literal, so that it is searched for as fast as that."""
    head: re.Pattern[str] | None = None
    """What must end where the literal begins, and is part of the secret."""


#: Not in the middle of a longer word.
_TAIL = r"(?![A-Za-z0-9_])"


def _word(label: str, beginnings: str, pattern: str) -> WordRule:
    return WordRule(label, tuple(beginnings.split(" ")), re.compile(pattern))


def _literal(label: str, literal: str, rest: str, head: str = "") -> LiteralRule:
    """head may be as long as _HEAD_REACH."""
    before = re.compile(rf"(?:{head})\Z") if head else None
    return LiteralRule(label, literal, re.compile(re.escape(literal) + rest), before)


def _apart(label: str, literal: str, rest: str) -> LiteralRule:
    """A literal rule whose literal begins a word."""
    return _literal(label, literal, rf"(?<![A-Za-z0-9_-]{re.escape(literal)})" + rest)


WORD_RULES: tuple[WordRule, ...] = (
    _word("AWS access key", "AKIA ASIA ABIA ACCA",
          r"(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z2-7]{9}EXAMPLE)[A-Z2-7]{16}" + _TAIL),
    _word("Google API key", "AIza", r"AIza[\w-]{35}" + _TAIL),
    _word("Google OAuth secret", "GOCSPX-", r"GOCSPX-[\w-]{24,40}"),
    _word("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_",
          r"gh[pousr]_[A-Za-z0-9]{36,255}" + _TAIL),
    _word("GitHub token", "github_pat_", r"github_pat_\w{22,255}"),
    _word("GitLab token",
          "glpat- gldt- glrt- glptt- gloas- glcbt- glsoat- glimt- glagent- glft-",
          r"gl(?:pat|dt|rt|ptt|oas|cbt|soat|imt|agent|ft)-[\w.-]{20,120}"),
    _word("Slack token", "xoxb- xoxp- xoxa- xoxo- xoxr- xoxs- xoxe- xapp-",
          r"(?:xox[abposre]|xapp)-[A-Za-z0-9][\w.-]{15,255}"),
    _word("Anthropic key", "sk-ant-", r"sk-ant-[\w-]{20,200}"),
    _word("OpenAI key", "sk-",
          r"sk-(?:(?:proj|svcacct|admin|None|or-v1|lf)-[\w-]{20,220}|[A-Za-z0-9]{32,64}"
          + _TAIL + r")"),
    _word("Hugging Face token", "hf_ api_org_", r"(?:hf|api_org)_[A-Za-z0-9]{30,64}" + _TAIL),
    _word("W&B key", "wandb_v1_", r"wandb_v1_\w{40,120}"),
    _word("Stripe key", "sk_live_ sk_test_ rk_live_ rk_test_",
          r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,247}"),
    _word("npm token", "npm_", r"npm_[A-Za-z0-9]{36}" + _TAIL),
    _word("PyPI token", "pypi-AgE", r"pypi-AgE[\w-]{40,1000}"),
    _word("Databricks token", "dapi", r"dapi[0-9a-f]{32}(?:-\d)?" + _TAIL),
    _word("Replicate token", "r8_", r"r8_[A-Za-z0-9]{37,40}" + _TAIL),
    _word("Groq key", "gsk_", r"gsk_[A-Za-z0-9]{40,60}" + _TAIL),
    _word("Perplexity key", "pplx-", r"pplx-[A-Za-z0-9]{40,60}" + _TAIL),
    _word("xAI key", "xai-", r"xai-[A-Za-z0-9]{60,100}" + _TAIL),
    _word("Pinecone key", "pcsk_", r"pcsk_\w{40,120}"),
    _word("LangSmith key", "lsv2_", r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}" + _TAIL),
    _word("Kaggle token", "KGAT_", r"KGAT_[A-Za-z0-9]{28,64}" + _TAIL),
    _word("DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", r"do[opr]_v1_[0-9a-f]{64}" + _TAIL),
    _word("Docker token", "dckr_pat_ dckr_oat_", r"dckr_[po]at_[\w-]{24,64}"),
    _word("Grafana token", "glsa_", r"glsa_\w{32,60}"),
    _word("Linear key", "lin_api_", r"lin_api_[A-Za-z0-9]{40}" + _TAIL),
    _word("Notion token", "ntn_", r"ntn_[A-Za-z0-9]{40,60}" + _TAIL),
    _word("Postman key", "PMAK-", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}" + _TAIL),
    _word("Shopify token", "shpat_ shpca_ shppa_ shpss_",
          r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}" + _TAIL),
    _word("JSON web token", "eyJ",
          r"eyJ[\w-]{10,4096}\.eyJ[\w-]{10,8192}(?:\.[\w-]{0,2048})?"),
)

_BEARER = r"(?=[\w.~+/-]{0,40}\d)([\w.~+/-]{20,4096}={0,2})"
_AUTHORIZATION = (
    r"[\"']?\s{0,3}[:=]\s{0,3}f?[\"']?(?:[Bb]earer|[Bb]asic|[Tt]oken)\s{1,3}"
    r"([\w.~+/-]{8,4096}={0,2})"
)
LITERAL_RULES: tuple[LiteralRule, ...] = (
    _apart("Google OAuth token", "ya29.", r"[\w-]{20,2048}"),
    _literal("Azure account key", "AccountKey=", r"([A-Za-z0-9+/]{40,90}={0,2})"),
    _literal("Azure account key", "SharedAccessKey=", r"([A-Za-z0-9+/]{40,90}={0,2})"),
    _literal("Azure signature", "sig=", r"(?<=[?&;]sig=)([A-Za-z0-9%+/=_-]{40,200})"),
    _literal("Azure client secret", "Q~", r"(?<=\dQ~)[\w~.-]{31,34}" + _TAIL,
             head=r"(?<![A-Za-z0-9_-])[\w~.-]{3}\d"),
    _apart("Slack token", "xoxe.", r"[A-Za-z0-9][\w.-]{15,255}"),
    _literal("Slack webhook", "hooks.slack.com/",
             r"(?:services|workflows|triggers)/([\w/+-]{20,120})"),
    _apart("Stripe key", "whsec_", r"[A-Za-z0-9+/=]{24,80}"),
    _apart("SendGrid key", "SG.", r"[\w-]{16,32}\.[\w-]{32,64}" + _TAIL),
    _apart("Vault token", "hvs.", r"[\w-]{24,300}"),
    _apart("Vault token", "hvb.", r"[\w-]{24,300}"),
    _apart("Grafana token", "glc_", r"[A-Za-z0-9+/=]{32,400}"),
    _literal("Telegram token", ":AA", r"(?<=\d:AA)[\w-]{33}" + _TAIL,
             head=r"(?<![\w:])\d{8,10}"),
    _literal("Discord webhook", "/api/webhooks/", r"(\d{17,20}/[\w-]{60,80})"),
    _literal("W&B key", "wandb",
             r"[ .]login[^\n]{0,80}?[\s\"'=]([0-9a-f]{40})(?![0-9a-f])"),
    _literal("authorization header", "Authorization", _AUTHORIZATION),
    _literal("authorization header", "authorization", _AUTHORIZATION),
    _literal("bearer token", "Bearer ", _BEARER),
    _literal("bearer token", "bearer ", _BEARER),
)

#: Words as long as the shortest beginning of a form up to where another character may stand.
_LONG_WORD = re.compile(rb"[A-Za-z0-9_-]{10,}")
#: How much of a word is looked at to see whether a form may begin there.
_GLANCE = 3
_HEAD_REACH = 10


def _by_glance() -> dict[bytes, tuple[WordRule, ...]]:
    found: dict[bytes, tuple[WordRule, ...]] = {}
    for rule in WORD_RULES:
        for glance in {beginning[:_GLANCE].encode() for beginning in rule.beginnings}:
            found[glance] = (*found.get(glance, ()), rule)
    return found


_RULES = _by_glance()


def known(text: str, data: bytes) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of all secrets in the text that are known by their form. data is the
    text with one byte for each character, the ASCII ones as they are."""
    glances = {word[:_GLANCE] for word in _LONG_WORD.findall(data)}
    if not glances.isdisjoint(_RULES):
        yield from _words(text, data)
    for rule in LITERAL_RULES:
        if rule.literal in text:
            yield from _literals(text, rule)


def _words(text: str, data: bytes) -> Iterator[tuple[int, int, str]]:
    for word in _LONG_WORD.finditer(data):
        start = word.start()
        for rule in _RULES.get(data[start : start + _GLANCE], ()):
            found = rule.pattern.match(text, start)
            if found:
                yield start, found.end(), rule.label


def _literals(text: str, rule: LiteralRule) -> Iterator[tuple[int, int, str]]:
    group = rule.pattern.groups
    for found in rule.pattern.finditer(text):
        if rule.head is None:
            yield found.start(group), found.end(group), rule.label
            continue
        at = found.start()
        head = rule.head.search(text, max(0, at - _HEAD_REACH), at)
        if head:
            yield head.start(), found.end(), rule.label
