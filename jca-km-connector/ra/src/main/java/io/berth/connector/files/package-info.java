/** What the adapter keeps on disk: process records, secrets, output of processes. */
package io.berth.connector.files;
