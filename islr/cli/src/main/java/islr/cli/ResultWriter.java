package islr.cli;

import islr.recognize.Answer;

/// Writes answers as they come; what an input is called is its text.
interface ResultWriter {
    void write(Answer<?> answer);
}
