# Fills a new database of Request Tracker: a queue, a user with the fewest rights that whyrst needs, and a token. Prints the token.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT;
use RT::AuthToken;
RT::LoadConfig();
RT::Init();

my $queue = RT::Queue->new(RT->SystemUser);
my ($created, $why) = $queue->Create(Name => 'live');
die $why unless $created;

my $user = RT::User->new(RT->SystemUser);
($created, $why) = $user->Create(Name => 'poster', Password => $ENV{POSTER_PASSWORD}, Privileged => 1);
die $why unless $created;
# The first four are needed to comment, the last makes tickets for the tests.
$user->PrincipalObj->GrantRight(Right => $_, Object => $queue)
    for qw(SeeQueue ShowTicket ShowTicketComments CommentOnTicket CreateTicket);

my $token = RT::AuthToken->new(RT->SystemUser);
my $text;
($created, $why, $text) = $token->Create(Owner => $user->id, Description => 'whyrst');
die $why unless $created;
print $text;
