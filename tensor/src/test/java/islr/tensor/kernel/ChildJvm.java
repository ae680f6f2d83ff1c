package islr.tensor.kernel;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A new JVM with the classes of this module, for what can only be seen in a fresh one.
record ChildJvm(int exitCode, String out, String err) {

    static ChildJvm run(Class<?> main, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", location(Kernels.class) + java.io.File.pathSeparator + location(ChildJvm.class),
                main.getName()));
        Path err = Files.createTempFile("islr-child", ".txt");
        try {
            Process child = new ProcessBuilder(command).redirectError(err.toFile()).start();
            String out = new String(child.getInputStream().readAllBytes());
            int exitCode = child.waitFor();
            return new ChildJvm(exitCode, out.strip(), Files.readString(err).strip());
        } finally {
            Files.delete(err);
        }
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
