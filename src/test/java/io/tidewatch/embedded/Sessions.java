package io.tidewatch.embedded;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/** The sessions of Kafka Streams applications, which do not leave their group when they stop. */
public final class Sessions {
    private Sessions() {}

    /**
     * Ends those of an application that has stopped, as the broker would after the session timeout, for which the next
     * start would wait.
     */
    public static void end(Admin admin, String applicationId) {
        try {
            boolean any = !admin.describeConsumerGroups(List.of(applicationId))
                    .describedGroups()
                    .get(applicationId)
                    .get()
                    .members()
                    .isEmpty();
            if (any) {
                admin.removeMembersFromConsumerGroup(applicationId, new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the sessions of " + applicationId + " did not end", e);
        }
    }
}
