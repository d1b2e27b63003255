x = 1  # heaplight: ignore[mutable-default-mutated] why
# heap-mutated] why
# heap-mutated] why
# heaplight: file-ignore[retention]
