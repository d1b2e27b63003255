"""python3 -m warehouse, in the folder above: works on small data, and shows what goes wrong."""

from warehouse import orders, report, shelves


def main():
    shelf = shelves.Shelf("A", levels=3, bins=4)
    shelf.put(level=0, place=1, count=5)
    print("5 pieces were put, the shelf counts", shelf.total())
    print("free places:", len(shelves.free_places(shelf)), "of 12")

    monday = orders.add_to_batch(orders.Order(1, "bolt", 10))
    tuesday = orders.add_to_batch(orders.Order(2, "nut", 20))
    print("one order a day, Tuesday's batch has", len(tuesday), "and is Monday's:", monday is tuesday)

    north, south = orders.Journal("north"), orders.Journal("south")
    north.write("open")
    print("nothing was written in the south, its lines are", south.lines)

    print(report.header(["energy", "peak"]))
    print(report.total_energy(), report.peak(500))


if __name__ == "__main__":
    main()
