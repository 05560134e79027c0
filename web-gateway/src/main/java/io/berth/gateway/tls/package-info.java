/**
 * The certificate of the HTTPS listener: from PEM files, read again when they change. The listener
 * itself is the container's.
 */
package io.berth.gateway.tls;
