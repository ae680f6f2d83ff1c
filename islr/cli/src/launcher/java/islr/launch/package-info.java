/**
 * The program that {@code java -jar} starts: a few small classes, compiled for Java 8 and without dependencies. They
 * find a JDK with the Vector API and start the actual program there.
 */
package islr.launch;
