package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HashTest {

    @Test
    void everyBitOfAHashIsSetHalfOfTheTime() {
        int[] set = new int[32];
        for (int index = 0; index < 10_000; index++) {
            int hash = Hash.mix(77, index);
            for (int bit = 0; bit < 32; bit++) {
                set[bit] += hash >>> bit & 1;
            }
        }
        for (int bit = 0; bit < 32; bit++) {
            assertEquals(5_000, set[bit], 250, "bit " + bit); // five standard deviations
        }
    }

    @Test
    void aChangedBitOfSeedOrIndexChangesHalfOfTheHash() {
        for (int bit = 0; bit < 32; bit++) {
            int bySeed = 0;
            int byIndex = 0;
            for (int i = 0; i < 1_000; i++) {
                bySeed += Integer.bitCount(Hash.mix(i, 5 * i) ^ Hash.mix(i ^ 1 << bit, 5 * i));
                byIndex += Integer.bitCount(Hash.mix(i, 5 * i) ^ Hash.mix(i, 5 * i ^ 1 << bit));
            }
            assertEquals(16, bySeed / 1_000.0, 1, "bit " + bit + " of the seed");
            assertEquals(16, byIndex / 1_000.0, 1, "bit " + bit + " of the index");
        }
    }

    @Test
    void aRateOfZeroKeepsAll() {
        for (int i = 0; i < 1_000; i++) {
            assertTrue(Hash.keeps(0, i, 7 * i));
        }
        assertEquals(0, Hash.threshold(0));
        assertEquals(1 << 23, Hash.threshold(0.5f));
        assertFalse(Hash.keeps(1, 3, 4));
    }
}
