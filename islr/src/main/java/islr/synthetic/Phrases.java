package islr.synthetic;

/// Invents phrases of the kinds that people spell: names, addresses, telephone numbers and addresses of web pages. No
/// word is of any language, but for some endings.
///
/// @param shortest characters
/// @param longest characters
record Phrases(int shortest, int longest) {
    private static final String[] BEGINNINGS = {"b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "l",
        "m", "n", "p", "ph", "qu", "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "wh", "y", "z", ""};
    private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ee", "oo", "ai", "ea", "ou", "y"};
    private static final String[] ENDINGS = {"", "", "", "n", "r", "s", "l", "ll", "t", "tt", "ck", "x", "m", "ss",
        "nd", "rk", "b", "d", "p"};
    private static final String[] STREETS = {"st", "rd", "ave", "lane", "way", "hill", "court", "drive"};
    private static final String[] DOMAINS = {"com", "org", "net", "edu", "de", "jp", "co", "info"};
    private static final String[] SEPARATORS = {"/", "/", "/", "-", "-", "_", "?", "=", "&", "%", "~", "#", "@", ":"};
    private static final int ATTEMPTS = 60;
    private static final double ODD = 0.03;

    /// A phrase of allowed length; the same stream gives the same one.
    String random(Stream random) {
        String phrase = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            phrase = draw(random);
            if (phrase.length() >= shortest && phrase.length() <= longest) {
                return phrase;
            }
        }
        // None of the kinds fits easily: a number of the right length does.
        return digits(random, shortest + random.below(longest - shortest + 1));
    }

    private String draw(Stream random) {
        double kind = random.uniform();
        String phrase = kind < 0.3 ? name(random)
                : kind < 0.55 ? address(random) : kind < 0.75 ? telephone(random) : page(random);
        if (phrase.length() < 2 || !random.chance(ODD)) {
            return phrase;
        }
        // Everything that can be spelled occurs now and then, though not at the ends.
        int at = 1 + random.below(phrase.length() - 1);
        return phrase.substring(0, at) + Letter.ALL.charAt(1 + random.below(Letter.ALL.length() - 1))
                + phrase.substring(at);
    }

    private String word(Stream random, int syllables) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            word.append(random.oneOf(BEGINNINGS)).append(random.oneOf(VOWELS)).append(random.oneOf(ENDINGS));
        }
        return word.toString();
    }

    private String name(Stream random) {
        String last = random.chance(0.06) ? "o'" + word(random, 1) : word(random, 1 + random.below(2));
        return longest < 6 ? last : word(random, 1 + random.below(2)) + " " + last;
    }

    private String address(Stream random) {
        String number = digits(random, 1 + random.below(Math.min(5, longest)));
        String street = number + " " + word(random, 1 + random.below(2));
        return random.chance(0.4) ? street + " " + random.oneOf(STREETS) : street;
    }

    private String telephone(Stream random) {
        String[] groups = new String[1 + random.below(4)];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = digits(random, 2 + random.below(3));
        }
        return (random.chance(0.3) ? "+" : "") + String.join("-", groups);
    }

    private String page(Stream random) {
        double form = random.uniform();
        if (form < 0.5) {
            String page = word(random, 1 + random.below(2)) + "." + random.oneOf(DOMAINS);
            return random.chance(0.1) ? "www." + page : page;
        }
        return word(random, 1 + random.below(2)) + random.oneOf(SEPARATORS)
                + (form < 0.6 ? digits(random, 1 + random.below(3)) : word(random, 1 + random.below(2)));
    }

    private static String digits(Stream random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.below(10)));
        }
        return digits.toString();
    }
}
