# Exchanges the folders A and B until /var/tmp/over is there, then says how often.
# 316 is renameat2 of x86_64 (276 of others), -100 AT_FDCWD, 2 RENAME_EXCHANGE.
use POSIX;
my ($a, $b) = @ARGV;
my $call = (POSIX::uname())[4] eq 'x86_64' ? 316 : 276;
my $n = 0;
until ($n % 64 == 0 && -e '/var/tmp/over') {
  syscall($call, -100, $a, -100, $b, 2) == 0 or die "renameat2: $!\n";
  $n++;
}
print $n;
