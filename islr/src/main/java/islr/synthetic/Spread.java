package islr.synthetic;

/// Traits that are spread evenly over the signers rather than drawn. Where a person sits and which hand leads differ
/// greatly between people, and a model depends on them so much that ten signers drawn at random say little about an
/// eleventh. Even a few successive signers cover the ranges.
///
/// Signer n has `fract(shift + n·α)`. The steps α are negative powers of the root of x⁵ = x + 1, which spread points
/// evenly in four dimensions (M. Roberts' R₄ sequence; the sequence in one dimension uses the golden ratio). The shift
/// is drawn for each trait and seed.
enum Spread {
    SIZE(0.8566748838545029), ACROSS(0.7338918566271260), HEIGHT(0.6287067210378087), HAND(0.5385972572236101);

    private final double step;

    Spread(double step) {
        this.step = step;
    }

    /// 0 to 1, excluding 1.
    double of(long seed, int signer) {
        double at = Stream.of(seed, name()).uniform() + signer * step;
        return at - Math.floor(at);
    }

    /// −1 to 1.
    double around(long seed, int signer) {
        return 2 * of(seed, signer) - 1;
    }
}
