package islr.launch;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * A file that makes the next start of a jar quicker, if it is there and whole. A run never writes it: {@link
 * CacheMaker} does, in the background, and moves it to its place when it is complete. Its name carries the checksum of
 * its content, because a JVM with a damaged file crashes. Checking takes 8 ms.
 */
final class CacheFile {
    /** The end of the name of an empty file that says that somebody is making the file, or has failed to. */
    static final String MAKING = ".making";
    /** After this time, a failed attempt is repeated. */
    static final long FAILED_MILLIS = TimeUnit.HOURS.toMillis(1);
    /** The file takes up to 30 MB, and as much while it is made. */
    private static final long ROOM = 100L << 20;
    private static final int BUFFER = 1 << 16;

    private final File jar;
    private final File folder;
    private final CacheKind kind;
    private final String name;
    private final File file;

    /**
     * Looks for the file, and removes it if it is damaged.
     *
     * @param root the folder of all files; see {@link CacheFolder}
     */
    CacheFile(File root, CacheKind kind, File jar, File java) {
        this.jar = jar;
        this.kind = kind;
        folder = CacheFolder.ofJar(root, jar);
        name = stamp(jar) + "-" + Integer.toHexString(java.hashCode()) + stamp(java) + "-";
        file = find();
    }

    /** Changes when the file does. */
    static String stamp(File file) {
        return Long.toHexString(file.lastModified() + file.length());
    }

    private File find() {
        String[] names = folder.list();
        for (String each : names == null ? new String[0] : names) {
            if (each.startsWith(name) && each.endsWith(kind.ending)) {
                File found = new File(folder, each);
                if (each.equals(name + checksum(found) + kind.ending)) {
                    return found;
                }
                found.delete();
            }
        }
        return null;
    }

    /** The checksum of a file's content, or an empty text if it cannot be read. */
    static String checksum(File file) {
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = new FileInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sum.update(buffer, 0, n);
            }
        } catch (IOException e) {
            return "";
        }
        return Long.toHexString(sum.getValue());
    }

    /** Whether it is there and whole. */
    boolean exists() {
        return file != null;
    }

    void remove() {
        if (file != null) {
            file.delete();
        }
    }

    /** The options for the JVM. */
    List<String> options() {
        if (file == null) {
            return Collections.emptyList();
        }
        File used = new File(folder, CacheFolder.JAR);
        if (System.currentTimeMillis() - used.lastModified() > TimeUnit.DAYS.toMillis(1)) {
            used.setLastModified(System.currentTimeMillis());
        }
        return Collections.singletonList(kind.use + file);
    }

    /**
     * Starts making the file in the background, unless somebody is making it, or has tried within the last hour, or the
     * disk is nearly full. Without the file, the next run works as well, but starts no sooner.
     *
     * @param java starts the maker
     * @param command what the maker runs to make the file: {@code java}, its options, program and arguments
     */
    void make(File java, List<String> command) {
        File making = new File(folder, name + kind.ending + MAKING);
        try {
            Files.createDirectories(folder.toPath());
            if (System.currentTimeMillis() - making.lastModified() > FAILED_MILLIS) {
                making.delete();
            }
            if (folder.getUsableSpace() < ROOM || !making.createNewFile()) {
                return;
            }
            Files.write(new File(folder, CacheFolder.JAR).toPath(),
                    jar.getAbsolutePath().getBytes(StandardCharsets.UTF_8));
            List<String> maker = new ArrayList<>();
            Collections.addAll(maker, java.getPath(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                    jar.getPath(), CacheMaker.class.getName(), kind.name(), new File(folder, name).getPath());
            maker.addAll(command);
            ProcessBuilder process = ChildJvm.unheard(maker);
            process.environment().keySet().removeAll(UserOptions.OF_EVERY_JVM);
            process.start();
        } catch (IOException e) {
            // There is no file then.
        }
    }
}
