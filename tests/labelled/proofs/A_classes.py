from _load import prove


def test_A31(m):
    m.Robot("a").move(1, 2)
    assert m.Robot("b").log == [("a", 1, 2)]


def test_A32(m):
    m.PairTokenizer({}, True)
    m.PairTokenizer({}, True)
    assert m.BaseTokenizer({}).model_input_names.count("token_type_ids") == 2


def test_A33_clean(m):
    m.Inventory().add("x")
    assert m.Inventory().items == [] and m.Inventory.items == []


def test_A34_clean(m):
    class Png(m.Plugin):
        pass
    assert m.Plugin.lookup("png") is Png


def test_A36(m):
    m.SessionHandler(1).on_login("eve", "t")
    assert m.SessionHandler(2).on_logout("t")


def test_A37(m):
    m.FormBase().validate({})
    assert not m.FormBase().validate({"email": "e", "password": "p"})


def test_A38_clean(m):
    m.FilterBase().add("x")
    assert m.FilterBase().patterns == ()


def test_A39(m):
    for _ in range(3):
        m.Endpoint("a").failed()
    assert m.Endpoint("b").policy.failures == 3


def test_A40_clean(m):
    m.Mirror("a").failed()
    assert m.Mirror("b").policy.failures == 0 and m.Mirror("b").tags == []


def test_A41_clean(m):
    m.Page(1).widen()
    assert m.Page(2).margins.left == 10


def test_A42(m):
    groups = m.group_by_status([{"status": "open", "id": 7}])
    assert groups["closed"] == [7]


def test_A43_clean(m):
    assert m.unique_words("ab c") == {"ab": [1.0, 2.0], "c": [0.5, 1.0]}


def test_A44(m):
    buckets = m.bucket_users([0], [0, 1])
    assert buckets[1] == {0}


prove("A_classes", globals())
