package islr.cli;

/// Writes results as they come.
interface ResultWriter {
    void write(Result result);
}
