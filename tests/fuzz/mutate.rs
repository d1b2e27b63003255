//! Input that is nearly right: seeds with bytes, lines and words changed, doubled, lost or taken from one another.

/// What means something to one target or another.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    "=",
    "*",
    "**",
    "'",
    "\"\"\"",
    "#",
    "\\",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "    ",
    "é",
    "𝄞",
    "\u{feff}",
    "\u{2028}",
    "0",
    "-1",
    "18446744073709551616",
    "1e999",
    "del ",
    "yield ",
    "await ",
    "lambda: ",
    "async ",
    "global ",
    "nonlocal ",
    "import ",
    "from a import *",
    "class A(A): pass\n",
    "finally:\n",
    "except* E:\n",
    "match x:\n case [*_]: pass\n",
    "try:\n",
    "while True:\n",
    "for i in i:\n",
    "with a as b:\n",
    "def f(a=[], *b, **c):\n",
    "@f\n",
    "self.",
    "__del__",
    "__init__",
    "__class__",
    ".append(",
    "range(10**9)",
    "f'{",
    "# heaplight: ignore[",
    "# heaplight: ",
    "# noqa: ",
    "'''",
    "null",
    "true",
    "\"id\"",
    "\"method\"",
    "[[",
    "]]",
    "'3.9'",
];

/// The same input on every machine.
pub struct Mutator {
    state: u64,
    seeds: Vec<Vec<u8>>,
}

impl Mutator {
    pub fn new(start: u64, seeds: Vec<Vec<u8>>) -> Self {
        assert!(!seeds.is_empty(), "there is nothing to mutate");
        Self { state: start.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, seeds }
    }

    pub fn next(&mut self) -> Vec<u8> {
        let seed = self.below(self.seeds.len());
        let mut bytes = self.seeds[seed].clone();
        for _ in 0..=self.below(6) {
            self.change(&mut bytes);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        let end = (at + self.below(40)).min(bytes.len());
        match self.below(9) {
            0 | 1 => self.word(bytes, at, at),
            2 => self.word(bytes, at, end),
            3 => drop(bytes.drain(at..end)),
            4 => bytes.truncate(at),
            5 => {
                let piece = bytes[at..end].repeat(1 + self.below(4));
                bytes.splice(at..at, piece);
            }
            6 => self.line_from_elsewhere(bytes),
            7 => {
                let byte = self.below(256) as u8;
                bytes.splice(at..end.min(at + 1), [byte]);
            }
            _ => {
                let other = self.below(self.seeds.len());
                let from = self.below(self.seeds[other].len() + 1);
                let to = (from + self.below(400)).min(self.seeds[other].len());
                let piece = self.seeds[other][from..to].to_vec();
                bytes.splice(at..end, piece);
            }
        }
    }

    fn word(&mut self, bytes: &mut Vec<u8>, at: usize, end: usize) {
        let word = WORDS[self.below(WORDS.len())];
        bytes.splice(at..end, word.bytes());
    }

    /// A line moves, with its indent: most often the result is still a program.
    fn line_from_elsewhere(&mut self, bytes: &mut Vec<u8>) {
        let other = self.below(self.seeds.len());
        let lines: Vec<Vec<u8>> = self.seeds[other].split_inclusive(|&b| b == b'\n').map(<[u8]>::to_vec).collect();
        let starts: Vec<usize> = (0..bytes.len()).filter(|&at| at == 0 || bytes[at - 1] == b'\n').collect();
        if !lines.is_empty() && !starts.is_empty() {
            let (line, at) = (self.below(lines.len()), starts[self.below(starts.len())]);
            bytes.splice(at..at, lines[line].clone());
        }
    }

    /// Marsaglia's xorshift.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % limit.max(1) as u64).expect("below a usize")
    }
}
