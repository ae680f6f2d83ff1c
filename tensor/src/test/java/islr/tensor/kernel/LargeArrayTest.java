package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeArrayTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 512 * 512, (1 << 19) + 1, 1 << 20, (1 << 20) + 5})
    void aPieceHasItsNumbersAndBeginsALine(int size) {
        LargeArray.Piece piece = LargeArray.piece(size);
        assertEquals(size, piece.size());
        assertEquals(LargeArray.FIRST, piece.offset() % LargeArray.LINE);
        assertTrue(piece.offset() + size <= piece.array().length);
        assertTrue(IntStream.range(0, size).allMatch(i -> piece.array()[piece.offset() + i] == 0));
    }

    @Test
    void piecesTakenByManyThreadsDoNotOverlap() throws Exception {
        List<LargeArray.Piece> pieces = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, 4).mapToObj(t -> new Thread(() -> {
            for (int i = 1; i < 60; i++) {
                LargeArray.Piece piece = LargeArray.piece(1000 * i + t);
                synchronized (pieces) {
                    pieces.add(piece);
                }
            }
        })).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (LargeArray.Piece piece : pieces) {
            for (int i = 0; i < piece.size(); i++) {
                assertEquals(0, piece.array()[piece.offset() + i]++);
            }
        }
        assertNotSame(pieces.getFirst().array(), pieces.getLast().array(), "an array was full");
    }
}
