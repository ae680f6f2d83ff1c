package islr.weights.files;

/// Stands for the end of the program at this moment: nothing that follows changes the file system.
public final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(Step step) {
        super("killed before " + step, null, false, false);
    }
}
