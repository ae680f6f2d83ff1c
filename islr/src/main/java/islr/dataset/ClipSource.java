package islr.dataset;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.SkeletonRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Labelled clips: those of a data set on disk, or synthetic ones.
public interface ClipSource extends SignedSource {
    /// A clip that can be read.
    ///
    /// @param name of the clip, for messages
    /// @param signer who signs, `participant_id` of a data set
    /// @param label number of its sign
    record Recording(String name, String signer, int label) implements Signed {
        public Recording {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(signer, "signer");
        }

        @Override
        public int group() {
            return label;
        }
    }

    /// The signs that the clips are labelled with.
    SignList signs();

    /// All clips with their labels. Where a clip stands in this list is its number.
    @Override
    List<Recording> recordings();

    /// Reads recording number `index`. Several threads may read at once.
    ///
    /// @param rows the landmarks that are needed; there may be more
    /// @return the landmarks of the clip
    Clip read(int index, SkeletonRows rows) throws IOException;

    /// A clip to try a model on, or a folder of clips, of somebody chosen if there is one; a source without files
    /// writes them into `folder`.
    Path example(Predicate<Recording> chosen, Path folder) throws IOException;
}
