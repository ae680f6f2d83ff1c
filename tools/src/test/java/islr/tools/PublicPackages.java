package islr.tools;

import java.util.List;

/** The packages for users, as README lists them. {@link RepositoryTest} and {@link JavadocTest} hold to them. */
final class PublicPackages {
    /** A name that ends in {@code .*} means the package and those below it. */
    static final List<String> PATTERNS = List.of("islr.tensor", "islr.tensor.op", "islr.tensor.grad",
            "islr.tensor.kernel", "islr.nn.*", "islr.weights.*", "islr.data", "islr.augment", "islr.features",
            "islr.draw", "islr.system.*", "islr.recognize", "islr.tflite.*", "islr.dataset", "islr.train",
            "islr.train.run", "islr.train.report", "islr.train.calibration", "islr.train.spelling", "islr.synthetic");

    private PublicPackages() {}

    static boolean isPublic(String name) {
        return !List.of(name.split("\\.")).contains("internal")
                && PATTERNS.stream().anyMatch(pattern -> isMeant(pattern, name));
    }

    static boolean isMeant(String pattern, String name) {
        return pattern.endsWith(".*") ? (name + ".").startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
