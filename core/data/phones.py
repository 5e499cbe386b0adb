"""Reduces libphonenumber's facts (PyPI `phonenumbers`, Apache-2.0) to phones.tsv, and writes numbers it was asked about
for core's test to phones-asked.tsv.
    pip install phonenumbers==9.0.43 && python3 core/data/phones.py

The patterns of every calling code become one automaton over digits. Written out in full it would be four times as large as
a page's extension can carry, so that it is cut where a cut changes few answers: numbers valid and nearly valid are drawn, and
a branch stays only where it answers at least KEEP of them better than the lengths alone do, per edge it costs.
"""

import random
import re._parser as parser
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE as CODES, PhoneMetadata

# Drawn for each code, and what an edge must earn; a number wrongly accepted counts more than one wrongly refused.
DRAWN, KEEP, WRONG_ACCEPTED = 1500, 7.0, 1.5
# North America's area codes are kept to the last one: most of the users' visitors live there.
DRAWN_FOR, KEEP_FOR = {1: 20_000}, {1: 0.9}
ASKED = 8  # valid numbers and near misses for each code in the test
KINDS = "fixed_line mobile toll_free premium_rate shared_cost personal_number voip pager uan voicemail".split()
HERE = Path(__file__).parent


def patterns(code):
    for region in CODES[code]:
        meta = PhoneMetadata.metadata_for_nongeo_region(code) if region == "001" else PhoneMetadata.metadata_for_region(region)
        for kind in KINDS:
            desc = getattr(meta, kind)
            if desc is not None and desc.national_number_pattern not in (None, "NA"):
                yield desc.national_number_pattern


class Automaton:
    """All patterns of a code as states: `states[s]` is (a number may end here, ten successors or None)."""

    def __init__(self, code):
        self.free, self.moves = [], []
        root, ends = self._new(), set()
        for pattern in patterns(code):
            start = self._new()
            self.free[root].append(start)
            ends.add(self._build(parser.parse(pattern), start))
        first = self._closure({root})
        seen, order, self.states = {first: 0}, [first], []
        for subset in order:
            row = []
            for digit in range(10):
                to = {t for s in subset for mask, t in self.moves[s] if mask >> digit & 1}
                if not to:
                    row.append(None)
                    continue
                to = self._closure(to)
                if to not in seen:
                    seen[to] = len(order)
                    order.append(to)
                row.append(seen[to])
            self.states.append((bool(subset & ends), row))
        self._counts = {}
        # Longer ones (ITU-T E.164: fifteen digits) and seven digits of North America are dialled inside a country only.
        self.lengths = [n for n in sorted(self.counts(0)) if len(str(code)) + n <= 15 and (code != 1 or n == 10)]

    def _new(self):
        self.free.append([])
        self.moves.append([])
        return len(self.free) - 1

    def _closure(self, states):
        todo, states = list(states), set(states)
        while todo:
            for t in self.free[todo.pop()]:
                if t not in states:
                    states.add(t)
                    todo.append(t)
        return frozenset(states)

    def _build(self, tree, at):
        for op, value in tree:
            name = str(op)
            if name in ("LITERAL", "IN"):
                to = self._new()
                self.moves[at].append((self._digits([(op, value)] if name == "LITERAL" else value), to))
                at = to
            elif name == "BRANCH":
                to = self._new()
                for way in value[1]:
                    start = self._new()
                    self.free[at].append(start)
                    self.free[self._build(way, start)].append(to)
                at = to
            elif name == "SUBPATTERN":
                at = self._build(value[-1], at)
            elif name == "MAX_REPEAT":
                least, most, what = value
                for _ in range(least):
                    at = self._build(what, at)
                to = self._new()
                self.free[at].append(to)
                for _ in range(most - least):
                    at = self._build(what, at)
                    self.free[at].append(to)
                at = to
            else:
                raise SystemExit(f"a pattern uses {name}, which this script does not read")
        return at

    @staticmethod
    def _digits(items):
        mask = 0
        for op, value in items:
            low, high = {"LITERAL": lambda v: (v - 48, v - 48), "RANGE": lambda v: (v[0] - 48, v[1] - 48)}.get(str(op), lambda v: (0, 9))(value)
            for digit in range(low, high + 1):
                mask |= 1 << digit
        return mask

    def counts(self, state):
        """How many numbers lie behind a state, by digits still to come."""
        if state not in self._counts:
            ends, row = self.states[state]
            out = Counter({0: 1} if ends else {})
            for to in row:
                if to is not None:
                    for length, n in self.counts(to).items():
                        out[length + 1] += n
            self._counts[state] = out
        return self._counts[state]

    def holds(self, number):
        state = 0
        for digit in number:
            state = self.states[state][1][int(digit)]
            if state is None:
                return False
        return self.states[state][0]

    def draw(self, rng):
        length, state, out = rng.choice(self.lengths), 0, ""
        while length:
            row = self.states[state][1]
            weights = [0 if to is None else self.counts(to)[length - 1] for to in row]
            digit = rng.choices(range(10), weights)[0]
            out, state, length = out + str(digit), row[digit], length - 1
        return out


def near(number, rng):
    """A number nearly like this one: a digit of the beginning changed, one left out, one too many, or all by chance."""
    digit, at = str(rng.randrange(10)), rng.randrange(len(number))
    front = min(at, rng.randrange(4))
    return [
        number[:front] + digit + number[front + 1 :],
        digit + number[1:],
        number[:at] + number[at + 1 :],
        number[:at] + digit + number[at:],
        "".join(rng.choice("0123456789") for _ in number),
    ][rng.randrange(5)]


def reduce(machine, drawn, keep):
    """The smallest tree worth its edges: ("lengths", mask) or ("digits", ten of them)."""

    def go(state, items):
        if state is None:
            return ("lengths", 0), 0, 0
        right, wrong, mask, cost = Counter(), Counter(), 0, 0.0
        for rest, valid in items:
            (right if valid else wrong)[len(rest)] += 1
        behind = machine.counts(state)
        for length in set(right) | set(wrong) | set(behind):
            drawn_here = right[length] or wrong[length]
            yes = right[length] >= wrong[length] * WRONG_ACCEPTED if drawn_here else behind[length] * 2 >= 10**length
            if behind[length] and yes:
                mask, cost = mask | 1 << length, cost + wrong[length] * WRONG_ACCEPTED
            else:
                cost += right[length]
        if cost == 0:
            return ("lengths", mask), 0, 0
        after = defaultdict(list)
        for rest, valid in items:
            if rest:
                after[rest[0]].append((rest[1:], valid))
        ways = [go(to, after[str(d)]) for d, to in enumerate(machine.states[state][1])]
        kept = {tree: edges for tree, _, edges in ways if tree != ("lengths", 0)}
        edges, better = len(kept) + sum(kept.values()), cost - sum(c for _, c, _ in ways)
        # A number that may end in the midst of others has no row of its own.
        if better > keep * edges and not machine.states[state][0]:
            return ("digits", tuple(tree for tree, _, _ in ways)), cost - better, edges
        return ("lengths", mask), cost, 0

    return go(0, drawn)[0]


def rows(tree, prefix="", used=0):
    """Each way to a leaf: digits and classes of digits, then the lengths the whole national number may have."""
    kind, value = tree
    if kind == "lengths":
        if value:
            yield prefix or "-", ",".join(str(used + n) for n in range(16) if value >> n & 1)
        return
    classes = defaultdict(list)
    for digit, child in enumerate(value):
        classes[child].append(str(digit))
    for child, digits in sorted(classes.items(), key=lambda kv: kv[1]):
        yield from rows(child, prefix + (digits[0] if len(digits) == 1 else f"[{''.join(digits)}]"), used + 1)


def main():
    source = f"phonenumbers {phonenumbers.__version__} (PyPI, Apache-2.0; libphonenumber's metadata), reduced {date.today()} by phones.py"
    table, asked = [], []
    for code in sorted(CODES):
        machine = Automaton(code)
        if not machine.lengths:
            continue
        drawn = []
        for rng, n in ((random.Random(code), DRAWN_FOR.get(code, DRAWN)), (random.Random(f"asked {code}"), ASKED)):
            numbers = [machine.draw(rng) for _ in range(n)]
            numbers += [near(number, rng) for number in numbers]
            if n != ASKED:
                # The exchange never begins with 0 or 1: the reader knows, the table need not say.
                drawn = [(x, machine.holds(x)) for x in numbers if code != 1 or x[3:4] >= "2"]
                continue
            for x in numbers:
                number = phonenumbers.PhoneNumber(country_code=code, national_number=int(x or 0), italian_leading_zero=x.startswith("0") or None)
                number.number_of_leading_zeros = len(x) - len(x.lstrip("0")) if x.startswith("0") else None
                asked.append(f"{'valid' if phonenumbers.is_valid_number(number) else 'not'}\t{code}{x}")
        table += [f"{code}\t{prefix}\t{lengths}" for prefix, lengths in rows(reduce(machine, drawn, KEEP_FOR.get(code, KEEP)))]
    (HERE / "phones.tsv").write_text("\n".join([
        f"# {source}",
        "# calling code, how the national number may begin, how many digits it then has",
        *table,
    ]) + "\n")
    (HERE / "phones-asked.tsv").write_text("\n".join([f"# Numbers drawn by phones.py and what {source.split(' (')[0]} says of them", *asked]) + "\n")


main()
