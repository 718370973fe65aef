"""catch: q4
say: counted

The numbers of the chapter, rounded.
"""


# %% [q4]
def beside_hog(rounds, work_ms, sleep_ms):
    ran, slept = rounds * work_ms * 10**6, rounds * sleep_ms * 10**6

    def one(waited, hog):
        return {
            "ran": ran,
            "waited": waited,
            "wall": ran + waited + slept,
            "voluntary": rounds,
            "involuntary": 5,
            "hog_ran": hog,
            "cpus": [0],
        }

    return {"alone": one(0, 0), "equal": one(ran, ran), "nice": one(ran // 50, ran // 50)}
