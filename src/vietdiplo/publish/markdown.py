"""Texts of a corpus in Markdown, where each of their characters could be markup."""

import re

from vietdiplo.texts.clean import LINE_END

# Also what makes a link of a bare address, an entity, or a list of a line.
MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+!|$~:@&]|(?<=www)\.|^-")


def quote_text(text: object) -> str:
    """Quote a text in one line, so that it is read as it stands and nothing of it is markup."""
    return MARKUP.sub(r"\\\g<0>", LINE_END.sub(" ", str(text)))
