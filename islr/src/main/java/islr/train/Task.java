package islr.train;

import islr.dataset.Progress;
import islr.nn.Parameters;
import islr.train.report.EpochMetrics;
import islr.train.run.RunState;
import java.io.IOException;

/// What a run learns: the signs of clips, or the phrases of sequences. All else of a run is the same for both, see
/// [Trainer].
public interface Task {
    /// Tells apart the content of what is learned from, for a run that is resumed.
    String checksum();

    /// The numbers of a network before its first step.
    ///
    /// @throws IOException if the run starts from a model that cannot be read
    Parameters first(Progress progress) throws IOException;

    /// A network of these numbers, which learns.
    ///
    /// @throws IllegalArgumentException if they are those of another network
    /// @throws IOException if something that it learns from cannot be read
    Learner learner(Parameters parameters) throws IOException;

    /// Whether a state was written by a run with the same content.
    ///
    /// @param parameters its numbers
    default boolean isOf(RunState state, Parameters parameters) {
        return state.samples().filter(checksum()::equals).isPresent();
    }

    /// The loss of a network that guesses.
    double guessing();

    /// How many examples an epoch learns from.
    int examples();

    /// What they are called, in the plural.
    String unit();

    /// What an epoch tells, in words: losses and scores.
    String text(EpochMetrics epoch);
}
