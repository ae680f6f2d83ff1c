package islr.cli;

import islr.recognize.SpellingAnswer;

/// Writes answers of a speller as they come.
interface SpellingWriter {
    /// @param sequence what it is called
    void write(String sequence, SpellingAnswer<?> answer);

    /// @param error one line
    void failed(String sequence, String error);
}
