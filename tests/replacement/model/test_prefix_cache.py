"""Prompts that share a prefix: what a cache of their blocks must compute anew."""

from oslab.replacement.model import prefix_cache
from oslab.replacement.model.prefix_cache import prompts


def test_a_request_brings_a_whole_prefix_and_blocks_of_its_own():
    string = prompts(prompts=2, blocks=3, tail=1, requests=2)

    assert string[:3] in ((0, 1, 2), (3, 4, 5))
    assert string[3] == 6  # the first block that nobody shares
    own = [block for block in prompts() if block >= 32]
    assert len(own) == len(set(own))


def test_a_popular_prompt_comes_more_often():
    string = prompts(requests=1_000)

    assert string.count(0) > string.count(8) > string.count(24)


def test_tails_wash_the_prefixes_out_of_lru_and_not_out_of_a_policy_with_a_ghost_queue():
    curve = prefix_cache()

    lines = dict(curve.lines)
    for (frames, lru), (_, s3), (_, best) in zip(*lines.values(), strict=True):
        assert best <= min(lru, s3), frames
    middle = dict(lines["Lru"])[32], dict(lines["S3Fifo"])[32]
    assert middle[1] < middle[0]
