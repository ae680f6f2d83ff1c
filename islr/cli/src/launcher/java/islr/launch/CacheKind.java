package islr.launch;

/** The two kinds of files in which a JVM keeps, from one run to the next, what makes a start quicker. */
enum CacheKind {
    /**
     * A program's classes, parsed and verified (class-data sharing). A start takes a third less time with it. It works
     * with every module.
     */
    CLASSES(".jsa", "-XX:SharedArchiveFile=", "-XX:ArchiveClassesAtExit="),
    /**
     * The classes, linked, and the profiles of their methods (Java's ahead-of-time cache). It saves a thirtieth of a
     * second more than the other, but does not work with an incubating module.
     */
    AHEAD_OF_TIME(".aot", "-XX:AOTCache=", "-XX:AOTCacheOutput=");

    /** How the names of such files end. */
    final String ending;
    /** The JVM's option to use a file. */
    final String use;
    /** The JVM's option to make one. */
    final String make;

    CacheKind(String ending, String use, String make) {
        this.ending = ending;
        this.use = use;
        this.make = make;
    }
}
