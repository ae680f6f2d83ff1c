package islr.weights.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Reads damaged files and stops at the first that is neither read nor refused in one sentence within a second.
/// Arguments: how many of each format, the seed, a folder, the formats.
final class MutationMain {
    /// So many lengths at which a file is cut off.
    private static final int CUTS = 400;

    private final Path folder;
    private final String format;
    private int files;
    private int read;
    private long slowest;

    private MutationMain(Path folder, String format) {
        this.folder = folder;
        this.format = format;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[2]);
        for (String format : Arrays.asList(args).subList(3, args.length)) {
            MutationMain run = new MutationMain(folder, format);
            run.all(Integer.parseInt(args[0]), Long.parseLong(args[1]));
            System.out.println(format + ": " + run.files + " files, " + run.read + " read, the slowest took "
                    + run.slowest / 1_000_000 + " ms");
        }
    }

    private void all(int count, long seed) throws IOException {
        List<byte[]> samples = Samples.of(format, folder);
        for (byte[] sample : samples) {
            // The first one also loads the classes; that is not what is timed.
            Verdict.untimed(written(sample));
            if (!verdict(sample).startsWith("read: ")) {
                throw new IllegalStateException(format + ": the sample itself is " + verdict(sample));
            }
        }
        for (byte[] sample : samples) {
            int step = 1 + sample.length * samples.size() / CUTS;
            for (int length = 0; length < sample.length; length += step) {
                verdict(Arrays.copyOf(sample, length));
            }
        }
        Random random = new Random(seed);
        while (files < count) {
            verdict(Mutation.of(samples.get(random.nextInt(samples.size())), samples, random));
        }
    }

    private Path written(byte... bytes) throws IOException {
        Path file = folder.resolve("damaged");
        // A new file each time: the old one's pages may still be mapped.
        Files.deleteIfExists(file);
        return Files.write(file, bytes);
    }

    private String verdict(byte... bytes) throws IOException {
        Path file = written(bytes);
        long start = System.nanoTime();
        try {
            String found = Verdict.of(file);
            files++;
            read += found.startsWith("read: ") ? 1 : 0;
            slowest = Math.max(slowest, System.nanoTime() - start);
            return found;
        } catch (RuntimeException | Error e) {
            Path kept = Files.write(Path.of(System.getProperty("java.io.tmpdir")).resolve("damaged-" + format), bytes);
            throw new IllegalStateException(kept + " (file " + files + " of " + format + ")", e);
        }
    }
}
