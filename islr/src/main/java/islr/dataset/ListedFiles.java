package islr.dataset;

import islr.internal.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Files and signers as the table of a data set names them.
///
/// @param folder of the data set
record ListedFiles(Path folder, CsvTable table) {

    /// Reads a table.
    static CsvTable table(Path index) throws IOException {
        try {
            return CsvTable.read(index);
        } catch (NoClassDefFoundError e) {
            throw new IOException(
                    index + ": the library that reads it is missing; add org.apache.commons:commons-csv to"
                            + " the dependencies of the application",
                    e);
        }
    }

    /// The file of a path.
    Path file(int line, String path) throws IOException {
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw table.problem(line,
                    "the path '" + path + "' cannot be the name of a file: " + FileNames.whyInvalid(e));
        }
    }

    /// The path with slashes, if there is no such file with the backslashes of Windows.
    String found(String path) {
        String slashes = path.replace('\\', '/');
        try {
            return !slashes.equals(path) && !Files.exists(folder.resolve(path)) && Files.exists(folder.resolve(slashes))
                    ? slashes : path;
        } catch (InvalidPathException e) {
            return path;
        }
    }

    /// Checks that a signer can be held out.
    void requireSigner(int line, String signer) throws IOException {
        if (signer.isBlank()) {
            throw table.problem(line, "it has no participant_id; who signs decides who can be held out");
        }
        if (signer.contains(",") || signer.equals(Split.NOBODY)) {
            throw table.problem(line,
                    "participant_id '" + signer + "' could not be held out by that name; give this signer another one");
        }
    }
}
