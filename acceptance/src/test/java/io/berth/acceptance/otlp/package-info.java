/** A collector of traces for the tests, so that what is exported is seen on the wire. */
package io.berth.acceptance.otlp;
