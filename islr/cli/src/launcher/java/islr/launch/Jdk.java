package islr.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Judges whether a JDK can run the program: Java 25 or newer, with the module {@code jdk.incubator.vector}. Its {@code
 * release} file says so; only a JDK without one is started and asked, which takes a tenth of a second.
 */
final class Jdk {
    private static final int MOST_DIGITS = 6;
    private static final int MOST_SECONDS = 10;

    private Jdk() {}

    /**
     * Whether a JDK will do.
     *
     * @param home its folder
     * @param java its {@code java}, which exists
     */
    static boolean willDo(File home, File java) {
        int version = 0;
        boolean module = true; // some vendors' release files list no modules: those JDKs are complete
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new FileInputStream(new File(home, "release")), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("JAVA_VERSION=")) {
                    version = feature(value(line));
                } else if (line.startsWith("MODULES=")) {
                    module = Arrays.asList(value(line).split(" ")).contains(Launcher.MODULE);
                }
            }
        } catch (IOException e) {
            // Then the file says nothing.
        }
        return version == 0 ? saysItWillDo(java) : version >= Launcher.OLDEST && module;
    }

    /** Starts a JDK with the module and asks for its version: {@code openjdk 25.0.3 2026-04-21}. */
    private static boolean saysItWillDo(File java) {
        ProcessBuilder asked = ChildJvm
                .unheard(Arrays.asList(java.getPath(), "--add-modules", Launcher.MODULE, "--version"));
        asked.environment().keySet().removeAll(UserOptions.OF_EVERY_JVM);
        try {
            Process process = asked.redirectOutput(ProcessBuilder.Redirect.PIPE).start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                String[] words = line == null ? new String[0] : line.split(" ");
                return process.exitValue() == 0 && words.length > 1 && feature(words[1]) >= Launcher.OLDEST;
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The feature number of a version: {@code 25} for {@code 25.0.3} or {@code 25-ea}, {@code 8} for {@code 1.8.0_402},
     * 0 for anything else. Every start calls this. A regular expression and its classes would take 5 ms.
     */
    static int feature(String version) {
        String number = version.startsWith("1.") ? version.substring(2) : version;
        int digits = 0;
        while (digits < Math.min(MOST_DIGITS, number.length()) && Character.isDigit(number.charAt(digits))) {
            digits++;
        }
        return digits == 0 ? 0 : Integer.parseInt(number.substring(0, digits));
    }

    private static String value(String line) {
        return line.substring(line.indexOf('=') + 1).replace("\"", "").trim();
    }
}
