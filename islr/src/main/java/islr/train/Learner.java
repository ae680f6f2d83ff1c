package islr.train;

import islr.system.Learning;
import islr.tensor.Compute;
import islr.train.report.EpochMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/// A network that learns, and what it learns from.
public interface Learner {
    /// How it learns.
    Learning learning();

    /// How many steps an epoch has.
    int steps();

    /// Begins to put batches together.
    ///
    /// @return what is to be closed in the end
    Lessons lessons();

    /// Judges the network by what is held out, if anything is.
    ///
    /// @param trained how the epoch went so far
    /// @return the same with what was found
    /// @throws InterruptedException if whoever watches wants it to stop
    EpochMetrics judged(EpochMetrics trained) throws InterruptedException;

    /// Writes the network as it predicts.
    ///
    /// @param trainedOn signers of models that it started or learned from
    /// @param epochs how many are done
    void write(Path file, List<String> trainedOn, int epochs) throws IOException;

    /// The steps of epochs; batches are put together ahead of them.
    interface Lessons extends AutoCloseable {
        /// The steps of an epoch, in its order.
        ///
        /// @param epoch from 0
        Iterator<Lesson> epoch(int epoch);

        @Override
        void close();
    }

    /// A step.
    @FunctionalInterface
    interface Lesson {
        /// Changes the network.
        ///
        /// @param c in training, with the random numbers of this step
        Learned learn(Compute c);
    }

    /// What a step showed.
    ///
    /// @param loss mean over the examples
    /// @param examples how many there were
    /// @param right how many answers were right
    /// @param answers how many there were: one for each example, or for each letter
    record Learned(float loss, int examples, int right, int answers) {}
}
