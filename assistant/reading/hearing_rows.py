"""How a frame hears what its rows are to show and how they are split and ordered."""

from __future__ import annotations

from assistant.reading.phrase_types import GroupPhrase, Item, MeasurePhrase, Mods, SetPhrase


class RowHearing:
    """The part of a frame that hears columns, splits and orders."""

    mods: Mods
    flags: set[str]
    shared: bool
    listed: bool
    columns: list[Item]
    groups: list[GroupPhrase]
    group_sets: list[tuple[GroupPhrase, SetPhrase]]
    nouns: list[SetPhrase]
    measures: list[MeasurePhrase]
    ends: set[str]
    order_by: MeasurePhrase | None
    length_words: list[str]

    def _hear_orderby(self, item: Item) -> None:
        self.order_by = item.value

    def _hear_orderchange(self, item: Item) -> None:
        self.flags.add("order_rate" if item.value else "order_change")

    def _hear_bothends(self, item: Item) -> None:
        by, options = item.value
        self.measures.append(by)
        self.groups.append(GroupPhrase(entities=options, each=True, text=item.text))
        self.ends |= {"most", "least"}
        self.flags.add("difference")

    def _hear_columns(self, item: Item) -> None:
        shares = [t for t in item.value if t.kind == "measure" and t.value.kind == "share"]
        self.measures.extend(t.value for t in shares)  # 占全省比例 is of what was asked
        # 用水的量和占比, unlike what is listed of each row (列户名、比例)
        rows = self.listed or any(t.kind == "attr" for t in item.value)
        bare = [] if rows else [t for t in item.value if t.kind == "share"]
        if bare:
            self.shared = True
            self.flags.add("share_said")
        self.columns.extend(t for t in item.value if t not in (*shares, *bare))

    def _hear_split(self, item: Item) -> None:
        self.mods = self.mods.plus(item.value)
        self.flags.add("split")

    def _hear_lasting(self, item: Item) -> None:
        self.mods = self.mods.plus(Mods(states=(item.value,)))
        self.flags.add("length")

    def _hear_length(self, item: Item) -> None:
        self.flags.add("length")
        self.length_words.append(item.text)

    def _hear_times(self, item: Item) -> None:
        self.columns.append(item)

    def _hear_groupset(self, item: Item) -> None:
        group, noun = item.value
        self.groups.append(group)
        self.group_sets.append(item.value)
        self.mods = self.mods.plus(noun.mods)

    def _hear_kindset(self, item: Item) -> None:
        group, noun = item.value
        self.groups.append(group)
        self.nouns.append(noun)

    def _hear_placeset(self, item: Item) -> None:
        """新余两个县区各几个: of each of the places, something said elsewhere is counted."""
        group, places = item.value
        self.groups.append(group)
        self.mods, self.counted = self.mods.plus(places), True
        self.flags.add("each")

    def _hear_groups(self, item: Item) -> None:
        self.groups.extend(item.value)

    def _hear_group(self, item: Item) -> None:
        self.groups.append(item.value)

    def _hear_kinds(self, item: Item) -> None:
        self.groups.append(GroupPhrase(kinds=True, each=True, text=item.text))

    def _hear_dim(self, item: Item) -> None:
        self.groups.append(GroupPhrase(paths=item.value, text=item.text))
