/** What the process counts about itself, and the page that shows it. */
package io.berth.km.metrics;
