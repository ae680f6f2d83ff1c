package islr.cli;

import islr.internal.Failures;
import islr.recognize.Answer;

/// Tells one clip that is too long for the memory from a memory that is too small for any: the others go on without the
/// one, but of the other a user should hear once, not once a file.
///
/// What failed for want of memory is kept until the next answer says which it was.
final class LittleMemory implements ResultWriter {
    private final ResultWriter writer;
    private Answer<?> waiting;
    private boolean tooLittle;

    LittleMemory(ResultWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(Answer<?> answer) {
        if (answer.error().filter(error -> error.endsWith(Failures.outOfMemory())).isPresent()) {
            tooLittle |= waiting != null;
            waiting = answer;
            return;
        }
        finish();
        writer.write(answer);
    }

    /// Two clips, one after the other.
    boolean isTooLittle() {
        return tooLittle;
    }

    /// Writes what is kept.
    void finish() {
        if (waiting != null) {
            writer.write(waiting);
            waiting = null;
        }
    }
}
