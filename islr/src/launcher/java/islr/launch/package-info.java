/**
 * What {@code java -jar} starts: a few small classes, compiled for Java 8 and dependent on nothing, that find a JDK
 * with the Vector API and start the real program there.
 */
package islr.launch;
