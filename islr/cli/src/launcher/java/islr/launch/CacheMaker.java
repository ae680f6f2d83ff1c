package islr.launch;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * The program that makes a {@link CacheFile}: it runs a command whose JVM writes the file, moves the file to its place
 * when it is complete, and removes files that nobody needs any more. It runs in the background, without output.
 */
final class CacheMaker {
    /** The end of the name of a file that is not complete. */
    static final String PART = ".part";

    private CacheMaker() {}

    /**
     * Makes a file.
     *
     * @param args kind of the file; the beginning of its path; the command
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        CacheKind kind = CacheKind.valueOf(args[0]);
        File start = new File(args[1]);
        if (make(kind, start, Arrays.asList(args).subList(2, args.length))) {
            new File(start + kind.ending + CacheFile.MAKING).delete();
        }
        CacheTidying.tidy(start.getParentFile().getParentFile(), start.getParentFile());
    }

    /** Whether it succeeded. If not, nothing is left of it. */
    static boolean make(CacheKind kind, File start, List<String> command) throws IOException, InterruptedException {
        File part = new File(start + kind.ending + PART);
        try {
            List<String> making = Launcher.insert(Arrays.asList(kind.make + part), command);
            if (ChildJvm.unheard(making).start().waitFor() != 0 || part.length() == 0) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(part.toPath(), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            File whole = new File(start + CacheFile.checksum(part) + kind.ending);
            Files.move(part.toPath(), whole.toPath(), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            part.delete();
            new File(part + ".config").delete(); // the JVM's own, if it was interrupted
        }
    }
}
