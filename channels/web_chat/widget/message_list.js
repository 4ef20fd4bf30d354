// message_list
