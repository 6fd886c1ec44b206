package io.tidewatch.service;

import static io.tidewatch.service.Fixtures.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import org.junit.jupiter.api.Test;

class IncidentBoardTest {
    private final IncidentBoard board = new IncidentBoard();

    @Test
    void foldsTheMessagesOfAnIncident() {
        board.add(alert("a", "pump-1", AlertStatus.OPEN, 0));
        board.add(alert("b", "pump-2", AlertStatus.OPEN, 0));
        board.add(alert("a", "pump-1", AlertStatus.UPDATE, 1));

        assertThat(board.latest(10)).extracting(Alert::getId).containsExactly("a", "b");
        assertThat(board.latest(10).get(0).getStatus()).isEqualTo(AlertStatus.UPDATE);
        assertThat(board.latest(1)).hasSize(1);
        assertThat(board.open()).isEqualTo(2);
    }

    @Test
    void closedIncidentKeepsTheWindowToDraw() {
        board.add(alert("a", "pump-1", AlertStatus.OPEN, 0));
        board.add(alert("a", "pump-1", AlertStatus.CLOSED, 1));

        IncidentBoard.Entry entry = board.find("a").orElseThrow();
        assertThat(entry.newest().getStatus()).isEqualTo(AlertStatus.CLOSED);
        assertThat(entry.drawn().getWindow()).isNotNull();
        assertThat(board.open()).isZero();
    }

    @Test
    void incidentThatOpenedBeforeTheStartIsFoundByItsEnd() {
        board.add(alert("a", "pump-1", AlertStatus.CLOSED, 4));

        assertThat(board.find("a").orElseThrow().newest().getSequence()).isEqualTo(4);
        assertThat(board.open()).isZero();
    }

    @Test
    void messageReadAgainAfterAFaultDoesNotGoBack() {
        board.add(alert("a", "pump-1", AlertStatus.OPEN, 0));
        board.add(alert("a", "pump-1", AlertStatus.CLOSED, 1));
        long changes = board.changes();

        board.add(alert("a", "pump-1", AlertStatus.OPEN, 0));

        assertThat(board.latest(1).get(0).getStatus()).isEqualTo(AlertStatus.CLOSED);
        assertThat(board.open()).isZero();
        assertThat(board.changes()).isEqualTo(changes);
    }

    @Test
    void closedIncidentsMakeRoomBeforeOpenOnes() {
        board.add(alert("long", "pump-0", AlertStatus.OPEN, 0));
        for (int i = 0; i < 3 * IncidentBoard.LARGEST; i++) {
            board.add(alert("id-" + i, "pump-" + i, AlertStatus.OPEN, 0));
            board.add(alert("id-" + i, "pump-" + i, AlertStatus.CLOSED, 1));
        }

        assertThat(board.latest(10_000)).hasSize(IncidentBoard.LARGEST);
        assertThat(board.find("long")).isPresent();
        assertThat(board.open()).isEqualTo(1);
    }

    @Test
    void openIncidentsBeyondThoseKeptAreStillCounted() {
        for (int i = 0; i < 300; i++) {
            board.add(alert("id-" + i, "pump-" + i, AlertStatus.OPEN, 0));
        }

        assertThat(board.latest(10_000)).hasSize(IncidentBoard.LARGEST);
        assertThat(board.open()).isEqualTo(300);
    }

    @Test
    void tellsOnlyWhatChangedSince() {
        board.add(alert("a", "pump-1", AlertStatus.OPEN, 0));
        long seen = board.changes();
        board.add(alert("b", "pump-2", AlertStatus.OPEN, 0));
        board.add(alert("c", "pump-3", AlertStatus.OPEN, 0));
        board.add(alert("b", "pump-2", AlertStatus.CLOSED, 1));

        assertThat(board.changedSince(seen))
                .extracting(entry -> entry.newest().getId())
                .containsExactly("b", "c");
        assertThat(board.changedSince(board.changes())).isEmpty();
    }
}
