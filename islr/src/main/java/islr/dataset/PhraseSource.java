package islr.dataset;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Fingerspelled phrases: those of a data set on disk, or synthetic ones.
///
/// Many sequences share a file, so they are read in parts.
public interface PhraseSource extends SignedSource {
    /// A sequence that can be read.
    ///
    /// @param name of the sequence: its file, `#` and its number
    /// @param signer who spells, `participant_id` of a data set
    /// @param phrase what is spelled, at least one character
    /// @param supplemental whether it is of the data set's second table, whose phrases are spelled by many signers
    record Recording(String name, String signer, String phrase, boolean supplemental) implements Signed {
        public Recording {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(signer, "signer");
            Objects.requireNonNull(phrase, "phrase");
        }
    }

    /// Recordings that are best read together.
    ///
    /// @param first number of the first
    /// @param count how many follow one another
    record Part(int first, int count) {}

    /// All sequences with their phrases. Where a sequence stands in this list is its number.
    @Override
    List<Recording> recordings();

    /// All recordings in parts, in their order.
    List<Part> parts();

    /// Reads recording number `index`.
    ///
    /// @param rows the landmarks that the clip is to hold
    /// @return these landmarks
    Clip read(int index, SkeletonRows rows, Parallel parallel) throws IOException;

    /// Reads the recordings of a part.
    ///
    /// @param rows the landmarks that the clips are to hold
    /// @return a clip for each
    /// @throws IOException if one of them cannot be read
    List<Clip> read(Part part, SkeletonRows rows, Parallel parallel) throws IOException;

    /// Tells a part apart from others, and from one that was written again: what a cache of it has to be made from.
    String version(Part part);

    /// A sequence to try a model on, as the command line takes it, of somebody chosen if there is one; a source without
    /// files writes one into `folder`.
    ///
    /// @return a file, `#` and a number
    String example(Predicate<Recording> chosen, Path folder) throws IOException;
}
