# test-hostile-file.py: any bytes given as a pipeline file are answered by diagnostics, soon and within bounds
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-hostile-file.py AZUD"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile

from pipelines import Azud, Tap, node, read_bytes, reader, unequal, write_pipeline, write_text, writer

AZUD = Azud(sys.argv[1])
TAP = Tap()
SEED = int(os.environ.get("AZUD_TEST_SEED", "0") or 0)
SECONDS, MEGABYTES = 5, 512


def limit():
    # Address space would count what is reserved and never touched; a child that grows past this by data is stopped.
    resource.setrlimit(resource.RLIMIT_DATA, (2 * MEGABYTES << 20, 2 * MEGABYTES << 20))


def check(path, status=(0, 3, 5)):
    """None, or what is wrong with the answer of `azud check`."""
    try:
        child = subprocess.run([AZUD.program, "check", path, "--json"], capture_output=True, timeout=SECONDS,
                               env=AZUD.environment(), preexec_fn=None if "ASAN_OPTIONS" in os.environ else limit)
    except subprocess.TimeoutExpired:
        return "no answer within %d s" % SECONDS
    if child.returncode not in status:
        return "exit status %d: %s %s" % (child.returncode, child.stdout[:500], child.stderr[:2000])
    try:
        diagnostics = json.loads(child.stdout)["diagnostics"]
    except (ValueError, KeyError) as exception:
        return "%r in %r" % (exception, child.stdout[:500])
    for diagnostic in diagnostics:
        if not diagnostic["code"] or not diagnostic["message"] or diagnostic["severity"] not in ("error", "warning", "note", "info"):
            return repr(diagnostic)
    if child.returncode == 3 and not any(diagnostic["severity"] == "error" for diagnostic in diagnostics):
        return "bad, but no error is told"
    return None


def good_pipeline(folder):
    return write_pipeline(
        os.path.join(folder, "good.azud"),
        [reader("rows", "in.csv", "id int, amount int"), node("large", "filter", condition="amount >= 20 -- ñ"),
         writer("result", "out.csv")], ["rows.out large.in", "large.out result.in"])


def chain(length, close):
    names = ["n%d" % i for i in range(length)]
    edges = [{"from": "%s.out" % a, "to": "%s.in" % b} for a, b in zip(names, names[1:] + (names[:1] if close else []))]
    return json.dumps({"azud": "1.0", "nodes": [{"id": name, "type": "filter", "params": {"condition": "true"}} for name in names],
                       "edges": edges})


def check_fixed(folder):
    good = read_bytes(good_pipeline(folder))
    filter_node = '{"id":"a","type":"filter","params":{"condition":%s}}'
    one = '{"azud":"1.0","nodes":[' + filter_node + '],"edges":[]}'
    cases = {
        "empty": b"", "one-byte": b"{", "blanks": b" " * (16 << 20), "nothing-but-zeros": b"\0" * 100000,
        "byte-order-mark": b"\xef\xbb\xbf" + good, "utf-16": good.decode().encode("utf-16"), "latin-1": b'{"azud":"1.0","nodes":[{"id":"\xf1"}]}',
        "deep-arrays": b"[" * 1000000, "deep-objects": b'{"a":' * 200000, "number": b"1" * 1000000, "null": b"null", "text": b'"x"',
        "array": b"[]", "no-nodes": b'{"azud":"1.0"}', "nodes-are-text": b'{"azud":"1.0","nodes":"x"}',
        "nodes-are-numbers": b'{"azud":"1.0","nodes":[1,2,null,[],{}]}', "edges-are-numbers": b'{"azud":"1.0","nodes":[],"edges":[1,{},{"from":1}]}',
        "later-major": b'{"azud":"99.0","nodes":[]}', "later-minor": b'{"azud":"1.99","nodes":[]}', "version-is-noise": b'{"azud":[],"nodes":[]}',
        "unknown-type": b'{"azud":"1.0","nodes":[{"id":"a","type":"no-such"}],"edges":[]}',
        "same-name-twice": ('{"azud":"1.0","nodes":[%s,%s],"edges":[]}' % (filter_node % '"true"', filter_node % '"true"')).encode(),
        "wire-to-nowhere": b'{"azud":"1.0","nodes":[],"edges":[{"from":"a.out","to":"b.in"}]}',
        "self-loop": chain(1, True).encode(), "cycle-of-two": chain(2, True).encode(),
        "wrong-kind-of-value": (one % "[1,2]").encode(), "deep-expression": (one % json.dumps("(" * 100000)).encode(),
        "deep-not": (one % json.dumps("NOT " * 100000 + "true")).encode(), "long-sum": (one % json.dumps("1" + "+1" * 100000 + " > 0")).encode(),
        "nul-in-text": (one % '"a\\u0000b"').encode(), "lone-surrogate": (one % '"\\ud800"').encode(),
        "names-10-kb": ('{"azud":"1.0","nodes":[{"id":"%s","type":"filter"}]}' % ("x" * 10000)).encode(),
        "same-key-twice": b'{"azud":"1.0","azud":"2.0","nodes":[],"nodes":[]}',
        "parameter-of-itself": b'{"azud":"1.0","parameters":[{"name":"a","default":"${a}"}],"nodes":[]}',
    }
    path = os.path.join(folder, "hostile.azud")
    for name, content in cases.items():
        write_text(path, content)
        TAP.report("/app/hostile/" + name, check(path))
        TAP.report("/app/hostile/%s/not-written" % name, unequal(True, read_bytes(path) == content))
    for name, target in (("folder", folder), ("device", "/dev/null"), ("missing", os.path.join(folder, "none"))):
        TAP.report("/app/hostile/" + name, check(target, (3, 5)))


def check_told(folder):
    """T136, T139: what is wrong is named, and all of it."""
    path = write_text(os.path.join(folder, "cycle.azud"), chain(3, True))
    codes = [diagnostic for diagnostic in AZUD.json("check", path, "--json")[1]["diagnostics"] if "CYCLE" in diagnostic["code"]]
    TAP.report("/app/hostile/cycle-is-named", None if codes and all(name in codes[0]["message"] for name in ("n0", "n1", "n2")) else repr(codes))
    write_text(path, '{"azud":"1.0","nodes":[{"id":"a","type":"no-such"},{"id":"b","type":"filter","params":{"condition":"true"}},'
                     '{"id":"b","type":"filter"}],"edges":[{"from":"x.out","to":"b.in"},{"from":"a.out","to":"b.door"}]}')
    status, answer = AZUD.json("check", path, "--json")
    text = json.dumps(answer)
    TAP.report("/app/hostile/all-at-once", None if status == 3 and len(answer["diagnostics"]) >= 3 and "no-such" in text else text)
    done = AZUD.run(path)
    TAP.report("/app/hostile/not-run", unequal(3, done.returncode))


def check_large(folder):
    path = write_text(os.path.join(folder, "long.azud"), chain(10000, False))
    TAP.report("/app/hostile/chain-of-10000", check(path, (3,)))
    path = write_text(os.path.join(folder, "long.azud"), chain(10000, True))
    TAP.report("/app/hostile/cycle-of-10000", check(path, (3,)))


def check_random(folder):
    good = read_bytes(good_pipeline(folder))
    chance = random.Random(SEED)
    print("# seed %d" % SEED)
    path = os.path.join(folder, "random.azud")
    for name, count in (("cut", 60), ("noise", 30), ("flips", 120)):
        problem = None
        for _ in range(count):
            if name == "cut":
                content = good[:chance.randrange(len(good))]
            elif name == "noise":
                content = bytes(chance.randrange(256) for _ in range(chance.randrange(2000)))
            else:
                content = bytearray(good)
                for _ in range(chance.choice((1, 1, 2, 5))):
                    content[chance.randrange(len(content))] = chance.choice(b'{}[]",:\\0-e\0 \xff9')
            write_text(path, bytes(content))
            problem = problem or (lambda told: told and "%s\n%r" % (told, bytes(content)))(check(path))
        TAP.report("/app/hostile/random/" + name, problem)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (check_fixed, check_told, check_large, check_random):
            part(folder)
    return TAP.end()


sys.exit(main())
