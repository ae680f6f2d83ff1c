package islr.dataset;

/// Something that somebody signed: what decides on which side of a [Split] it is.
public interface Signed {
    /// What messages call it; the only one of its source.
    String name();

    /// Who signs, `participant_id` of a data set.
    String signer();

    /// A number that those have in common of which both sides of a split should have some: that of the sign. The same
    /// for all where there is no such thing.
    default int group() {
        return 0;
    }
}
