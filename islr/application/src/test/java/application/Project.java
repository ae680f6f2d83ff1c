package application;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The repository around this project, and what Maven gives the project at run time.
final class Project {
    static final Path ROOT = Path.of(System.getProperty("islr.root", "../..")).toAbsolutePath().normalize();
    static final Path MODEL = ROOT.resolve("weights/checkpoints/words-13.safetensors");

    private Project() {}

    /// Jars; in the reactor before they are packaged, folders of classes.
    static List<Path> runtimeClasspath() {
        // Tests run in the module's folder.
        String[] paths = text(Path.of("target/runtime-classpath.txt")).strip().split(java.io.File.pathSeparator);
        return List.of(paths).stream().map(Path::of).toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is in a jar, or in a folder of classes.
    static List<String> entries(Path jarOrFolder) throws IOException {
        if (Files.isDirectory(jarOrFolder)) {
            try (var files = Files.walk(jarOrFolder)) {
                return files.map(file -> jarOrFolder.relativize(file).toString().replace('\\', '/')).toList();
            }
        }
        try (ZipFile zip = new ZipFile(jarOrFolder.toFile())) {
            return new ArrayList<>(zip.stream().map(ZipEntry::getName).toList());
        }
    }
}
