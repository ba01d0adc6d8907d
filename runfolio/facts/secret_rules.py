"""Secrets that are known by their own form: keys and tokens with a prefix, JWT, PEM, addresses.

Each rule has needles; its pattern is tried only where one stands. All but a few forms are one long
run of characters, so the needles are looked for in such runs only, a small part of most texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Rule(NamedTuple):
    """A form of secret. Group 1 is what is removed, where the pattern has a group."""

    label: str
    needles: tuple[str, ...]
    pattern: re.Pattern[str]
    before: int = 0
    """How many characters of the secret may stand before its needle."""

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where secrets of this form begin and end."""
        group = self.pattern.groups
        for needle in self.needles:
            at = text.find(needle)
            while at >= 0:
                if self.before:
                    first = max(0, at - self.before)
                    found = self.pattern.search(text, first, at + len(needle) + 80)
                else:
                    found = self.pattern.match(text, at)
                if found and found.start() <= at:
                    yield found.start(group), found.end(group)
                at = text.find(needle, max(at + len(needle), found.end() if found else 0))


def _rule(label: str, needles: str, pattern: str, before: int = 0) -> Rule:
    return Rule(label, tuple(needles.split(" ")), re.compile(pattern), before)


#: Not in the middle of a longer word.
_HEAD, _TAIL = r"(?<![A-Za-z0-9_-])", r"(?![A-Za-z0-9_])"

RULES: tuple[Rule, ...] = (
    _rule("AWS access key", "AKIA ASIA ABIA ACCA",
          _HEAD + r"(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z2-7]{9}EXAMPLE)[A-Z2-7]{16}" + _TAIL),
    _rule("Google API key", "AIza", _HEAD + r"AIza[\w-]{35}" + _TAIL),
    _rule("Google OAuth token", "ya29.", _HEAD + r"ya29\.[\w-]{20,2048}"),
    _rule("Google OAuth secret", "GOCSPX-", _HEAD + r"GOCSPX-[\w-]{24,40}"),
    _rule("Azure account key", "AccountKey= SharedAccessKey=",
          r"(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{40,90}={0,2})"),
    _rule("Azure signature", "sig=",
          r"(?<=[?&;])sig=([A-Za-z0-9%+/=_-]{40,200})"),
    _rule("Azure client secret", "Q~", _HEAD + r"[\w~.-]{3}\dQ~[\w~.-]{31,34}" + _TAIL, before=4),
    _rule("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_",
          _HEAD + r"gh[pousr]_[A-Za-z0-9]{36,255}" + _TAIL),
    _rule("GitHub token", "github_pat_", _HEAD + r"github_pat_\w{22,255}"),
    _rule("GitLab token",
          "glpat- gldt- glrt- glptt- gloas- glcbt- glsoat- glimt- glagent- glft-",
          _HEAD + r"gl(?:pat|dt|rt|ptt|oas|cbt|soat|imt|agent|ft)-[\w.-]{20,120}"),
    _rule("Slack token", "xoxb- xoxp- xoxa- xoxo- xoxr- xoxs- xoxe- xoxe. xapp-",
          _HEAD + r"(?:xox[abposre]|xapp)[-.][A-Za-z0-9][\w.-]{15,255}"),
    _rule("Slack webhook", "hooks.slack.com/",
          r"hooks\.slack\.com/(?:services|workflows|triggers)/([\w/+-]{20,120})"),
    _rule("Anthropic key", "sk-ant-", _HEAD + r"sk-ant-[\w-]{20,200}"),
    _rule("OpenAI key", "sk-",
          _HEAD + r"sk-(?:(?:proj|svcacct|admin|None|or-v1|lf)-[\w-]{20,220}|[A-Za-z0-9]{32,64}"
          + _TAIL + r")"),
    _rule("Hugging Face token", "hf_ api_org_",
          _HEAD + r"(?:hf|api_org)_[A-Za-z0-9]{30,64}" + _TAIL),
    _rule("W&B key", "wandb_v1_", _HEAD + r"wandb_v1_\w{40,120}"),
    _rule("Stripe key", "sk_live_ sk_test_ rk_live_ rk_test_ whsec_",
          _HEAD + r"(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,247}|whsec_[A-Za-z0-9+/=]{24,80})"),
    _rule("SendGrid key", "SG.", _HEAD + r"SG\.[\w-]{16,32}\.[\w-]{32,64}" + _TAIL),
    _rule("npm token", "npm_", _HEAD + r"npm_[A-Za-z0-9]{36}" + _TAIL),
    _rule("PyPI token", "pypi-AgE", _HEAD + r"pypi-AgE[\w-]{40,1000}"),
    _rule("Databricks token", "dapi", _HEAD + r"dapi[0-9a-f]{32}(?:-\d)?" + _TAIL),
    _rule("Replicate token", "r8_", _HEAD + r"r8_[A-Za-z0-9]{37,40}" + _TAIL),
    _rule("Groq key", "gsk_", _HEAD + r"gsk_[A-Za-z0-9]{40,60}" + _TAIL),
    _rule("Perplexity key", "pplx-", _HEAD + r"pplx-[A-Za-z0-9]{40,60}" + _TAIL),
    _rule("xAI key", "xai-", _HEAD + r"xai-[A-Za-z0-9]{60,100}" + _TAIL),
    _rule("Pinecone key", "pcsk_", _HEAD + r"pcsk_\w{40,120}"),
    _rule("LangSmith key", "lsv2_", _HEAD + r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}" + _TAIL),
    _rule("Kaggle token", "KGAT_", _HEAD + r"KGAT_[A-Za-z0-9]{28,64}" + _TAIL),
    _rule("DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_",
          _HEAD + r"do[opr]_v1_[0-9a-f]{64}" + _TAIL),
    _rule("Docker token", "dckr_pat_ dckr_oat_", _HEAD + r"dckr_[po]at_[\w-]{24,64}"),
    _rule("Vault token", "hvs. hvb.", _HEAD + r"hv[sb]\.[\w-]{24,300}"),
    _rule("Grafana token", "glc_ glsa_", _HEAD + r"(?:glc_[A-Za-z0-9+/=]{32,400}|glsa_\w{32,60})"),
    _rule("Linear key", "lin_api_", _HEAD + r"lin_api_[A-Za-z0-9]{40}" + _TAIL),
    _rule("Notion token", "ntn_", _HEAD + r"ntn_[A-Za-z0-9]{40,60}" + _TAIL),
    _rule("Postman key", "PMAK-", _HEAD + r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}" + _TAIL),
    _rule("Shopify token", "shpat_ shpca_ shppa_ shpss_",
          _HEAD + r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}" + _TAIL),
    _rule("Telegram token", ":AA", r"(?<![\w:])\d{8,10}:AA[\w-]{33}" + _TAIL, before=10),
    _rule("Discord webhook", "/api/webhooks/", r"/api/webhooks/(\d{17,20}/[\w-]{60,80})"),
    _rule("JSON web token", "eyJ",
          _HEAD + r"eyJ[\w-]{10,4096}\.eyJ[\w-]{10,8192}(?:\.[\w-]{0,2048})?"),
)

#: Forms with blanks in them: their needles are looked for in all of the text.
SPACED_RULES: tuple[Rule, ...] = (
    _rule("W&B key", "wandb", r"wandb[ .]login[^\n]{0,80}?[\s\"'=]([0-9a-f]{40})(?![0-9a-f])"),
    _rule("authorization header", "Authorization authorization",
          r"[Aa]uthorization[\"']?\s{0,3}[:=]\s{0,3}f?[\"']?(?:[Bb]earer|[Bb]asic|[Tt]oken)\s{1,3}"
          r"([\w.~+/-]{8,4096}={0,2})"),
    _rule("bearer token", "Bearer bearer",
          r"[Bb]earer (?=[\w.~+/-]{0,40}\d)([\w.~+/-]{20,4096}={0,2})"),
)

#: The shortest secret of RULES, in characters.
_LEAST = 20
_RUN = re.compile(rf"[\w~+/=.%:-]{{{_LEAST},}}", re.ASCII)


def known(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of all secrets in the text that are known by their form."""
    long = "\n".join([word for word in text.split() if len(word) >= _LEAST])
    runs = "\n".join(_RUN.findall(long))
    found = [rule for rule in RULES if any(needle in runs for needle in rule.needles)]
    for rule in (*found, *SPACED_RULES):
        for start, end in rule.find(text):
            yield start, end, rule.label
