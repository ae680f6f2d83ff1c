package islr.synthetic;

/// Traits that are spread evenly over the signers rather than drawn: where a person sits and which hand leads differ so
/// much between people, and a model takes them so much as they are, that ten drawn signers say little about an
/// eleventh. Any few signers in a row cover the ranges.
///
/// Signer n has `fract(shift + n·α)`, with α from the powers of the root of x⁵ = x + 1, which spread points in four
/// dimensions (M. Roberts' R₄ sequence; the golden ratio is its cousin in one), and a shift drawn for each seed.
enum Spread {
    SIZE(0.8566748838545029), ACROSS(0.7338918566271260), HEIGHT(0.6287067210378087), HAND(0.5385972572236101);

    private final double step;

    Spread(double step) {
        this.step = step;
    }

    /// 0 to 1, without 1.
    double of(long seed, int signer) {
        double at = Stream.of(seed, name()).uniform() + signer * step;
        return at - Math.floor(at);
    }

    /// −1 to 1.
    double around(long seed, int signer) {
        return 2 * of(seed, signer) - 1;
    }
}
