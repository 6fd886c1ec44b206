package io.tidewatch.service;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigFault;
import io.tidewatch.config.FieldFaults;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.event.FieldMisfit;
import io.tidewatch.topology.PatientRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the configured fields against the newest schemas of the input topics, before a record is read. */
public final class SchemaCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaCheck.class);

    private SchemaCheck() {}

    /**
     * Checks. A topic without a schema under the subject that is named after it is not checked: its records name their
     * schemas.
     *
     * @throws ConfigException with every field that no record of a topic can have
     */
    public static void check(TidewatchConfig config, PatientRegistry registry) throws ConfigException {
        List<ConfigFault> faults = new ArrayList<>();
        for (String topic : config.inputTopics()) {
            String subject = topic + "-value";
            Optional<List<FieldMisfit>> misfits = registry.misfits(subject, config.event());
            if (misfits.isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("subject", subject)
                        .log(
                                "no schema is registered for the topic's values; fields are checked with the first records");
            } else {
                faults.addAll(FieldFaults.of(subject, misfits.get()));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }
}
