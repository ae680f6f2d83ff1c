package islr.launch;

import java.io.File;

/** Names of files on the command line. The JVM decodes them by the locale's encoding. */
final class FileNames {
    private static final char REPLACEMENT = '\uFFFD';

    private FileNames() {}

    /**
     * What to say if the JVM could not decode an argument, or null. With the replacements of its characters, the
     * argument would name another file.
     *
     * @param encoding the locale's
     */
    static String undecoded(String encoding, String... args) {
        for (String arg : args) {
            boolean realName = "UTF-8".equals(encoding) && new File(arg).exists();
            if (arg.indexOf(REPLACEMENT) >= 0 && !realName) {
                return "The argument '" + arg.replace(REPLACEMENT, '?') + "' has characters that are not of this "
                        + "locale's encoding (" + encoding + "). Set LC_ALL=C.UTF-8 for names in UTF-8, or rename "
                        + "the file.";
            }
        }
        return null;
    }
}
