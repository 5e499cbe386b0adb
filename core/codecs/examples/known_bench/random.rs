//! Seeded chance, and made-up people.

/// SplitMix64.
pub struct Random(pub u64);

const FIRST: [&str; 8] = ["Marguerite", "Jane", "Tobias", "Ana", "Priya", "Wei", "Oluwaseun", "Søren"];
const LAST: [&str; 8] = ["Delacroix", "Winter", "Harrington", "Núñez", "Iyer", "Zhang", "Adeyemi", "Kierkegaard"];
const HOSTS: [&str; 4] = ["gmail.com", "Example-Mail.com", "mail-test.example", "GoogleMail.com"];
const ILLS: [&str; 6] = [
    "chronic migraine treatment",
    "hiv testing near me",
    "knee pain at night",
    "Anxiety in teens",
    "type 2 diabetes diet",
    "ivf success rate",
];

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    pub fn letters(&mut self, alphabet: &[u8], n: usize) -> String {
        (0..n).map(|_| char::from(self.of(alphabet))).collect()
    }

    pub fn hex(&mut self, n: usize) -> String {
        self.letters(b"0123456789abcdef", n)
    }

    pub fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| self.next() as u8).collect()
    }

    /// E-mail, phone, name, birth date, search words.
    pub fn person(&mut self) -> Vec<String> {
        let (first, last) = (self.of(&FIRST), self.of(&LAST));
        let ascii = |name: &str| name.chars().filter(char::is_ascii).collect::<String>();
        let mail = format!("{}.{}{}+lab@{}", ascii(first), ascii(last), self.below(90) + 10, self.of(&HOSTS));
        let phone = match self.below(3) {
            0 => format!("+1 ({}) 555-{:04}", 201 + self.below(700), self.below(10_000)),
            1 => format!("{}-555-{:04}", 201 + self.below(700), self.below(10_000)),
            _ => format!("+44 20 {} {:04}", 7000 + self.below(999), self.below(10_000)),
        };
        let born = format!("{:02}/{:02}/{}", 1 + self.below(12), 13 + self.below(15), 1930 + self.below(75));
        vec![mail, phone, format!("{first} {last}"), born, self.of(&ILLS).to_owned()]
    }
}
