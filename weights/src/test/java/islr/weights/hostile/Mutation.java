package islr.weights.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages a file: bits, numbers of one to eight bytes, missing, moved and repeated parts, parts of another file.
public final class Mutation {
    private static final int MOST_CHANGES = 4;
    private static final long[] NUMBERS = {0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x10000,
        Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFFFFFFL, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};

    private Mutation() {}

    public static byte[] of(byte[] file, List<byte[]> others, Random random) {
        byte[] damaged = file.clone();
        // A few files are only cut off.
        if (random.nextInt(10) == 0) {
            return Arrays.copyOf(damaged, random.nextInt(file.length));
        }
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes && damaged.length > 0; i++) {
            damaged = change(damaged, others, random);
        }
        return damaged;
    }

    private static byte[] change(byte[] file, List<byte[]> others, Random random) {
        int at = place(file.length, random);
        switch (random.nextInt(8)) {
            case 0, 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> file[at] = (byte) random.nextInt();
            case 3, 4 -> {
                int width = 1 << random.nextInt(4);
                long number = random.nextInt(4) == 0 ? random.nextInt(2 * file.length)
                        : NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
                for (int i = 0; i < width && at + i < file.length; i++) {
                    file[at + i] = (byte) (number >> 8 * i);
                }
            }
            case 5 -> {
                int end = Math.min(file.length, at + 1 + random.nextInt(32));
                byte[] shorter = Arrays.copyOf(file, file.length - (end - at));
                System.arraycopy(file, end, shorter, at, file.length - end);
                return shorter;
            }
            case 6 -> {
                int count = Math.min(file.length - at, 1 + random.nextInt(32));
                byte[] longer = Arrays.copyOf(file, file.length + count);
                System.arraycopy(file, at, longer, at + count, file.length - at);
                return longer;
            }
            default -> {
                byte[] other = others.get(random.nextInt(others.size()));
                int from = random.nextInt(other.length);
                int count = Math.min(1 + random.nextInt(64), Math.min(other.length - from, file.length - at));
                System.arraycopy(other, from, file, at, count);
            }
        }
        return file;
    }

    /// Half of them near the ends, where headers and directories are.
    private static int place(int length, Random random) {
        int near = Math.min(length, 64);
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(near);
            case 1 -> length - 1 - random.nextInt(near);
            default -> random.nextInt(length);
        };
    }
}
